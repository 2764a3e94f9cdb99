import { SAML, ValidateInResponseTo } from '@node-saml/node-saml';
import { describe, expect, it } from 'vitest';
import { startLocalCognito } from '../../start.ts';

const gita = {
  subject: 'gita-1',
  email: 'gita@globex.example',
  name: 'Gita Globex',
  groups: ['eng', 'admins'],
};
const globex = {
  name: 'globex-saml',
  displayName: 'Globex <Workforce>',
  protocol: 'saml' as const,
  people: [gita],
};
const audience = 'urn:amazon:cognito:sp:us-east-1_acme';

async function start() {
  const server = await startLocalCognito({ fakeProviders: [globex] });
  const [facts] = server.fakeProviders.list();
  const { metadataUrl = '', entityId = '' } = facts ?? {};
  const xml = await (await fetch(metadataUrl)).text();
  const [idpCert = '', expired = ''] = [...xml.matchAll(/X509Certificate>([^<]+)</g)].map(([, text]) => text);
  const callbackUrl = `${server.endpoint}/domains/acme/saml2/idpresponse`;
  const serviceProvider = (more: Partial<ConstructorParameters<typeof SAML>[0]> = {}) =>
    new SAML({
      idpCert,
      issuer: audience,
      audience,
      callbackUrl,
      entryPoint: `${entityId}/sso`,
      idpIssuer: entityId,
      logoutUrl: `${entityId}/slo`,
      wantAssertionsSigned: true,
      wantAuthnResponseSigned: true,
      validateInResponseTo: ValidateInResponseTo.always,
      ...more,
    });
  return {
    server,
    xml,
    entityId,
    expired,
    callbackUrl,
    serviceProvider,
    [Symbol.asyncDispose]: () => server.close(),
  };
}

/** From the service provider's request to what the hand-over page posts to it. */
async function signIn(
  world: Awaited<ReturnType<typeof start>>,
  saml: SAML,
  fields: Record<string, string> = { subject: gita.subject },
) {
  const url = new URL(await saml.getAuthorizeUrlAsync('relay-1', undefined, {}));
  const page = await fetch(url);
  expect(page.status).toBe(200);
  const answer = await fetch(`${world.entityId}/sign-in`, {
    method: 'POST',
    body: new URLSearchParams([...url.searchParams, ...Object.entries(fields)]),
  });
  const body = await answer.text();
  return { posted: readForm(body), cookie: answer.headers.get('set-cookie') ?? '', body };
}

function readForm(body: string): Record<string, string> {
  const action = /<form method="post" action="([^"]+)"/.exec(body)?.[1] ?? '';
  const inputs = [...body.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]);
  return { action, ...Object.fromEntries(inputs) };
}

describe('the fake SAML provider', () => {
  it('signs a person in: assertion and response are signed, and answer the request', async () => {
    await using world = await start();
    const saml = world.serviceProvider();
    const { posted } = await signIn(world, saml);
    expect(posted).toMatchObject({ action: world.callbackUrl, RelayState: 'relay-1' });
    const { profile } = await saml.validatePostResponseAsync(posted);
    expect(profile).toMatchObject({
      nameID: 'gita-1',
      nameIDFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
      email: 'gita@globex.example',
      name: 'Gita Globex',
      groups: ['eng', 'admins'],
    });
  });

  it('takes requests in the post binding too, and posts to no other server', async () => {
    await using world = await start();
    const post = async (callbackUrl: string, path = 'sso') => {
      const { SAMLRequest = '' } = (await world
        .serviceProvider({ callbackUrl })
        .getAuthorizeMessageAsync('relay-1', undefined, {})) as Record<string, string>;
      const body = new URLSearchParams({ SAMLRequest, subject: gita.subject });
      return fetch(`${world.entityId}/${path}`, { method: 'POST', body });
    };
    expect((await post(world.callbackUrl)).status).toBe(200);
    for (const foreign of [
      'https://evil.example/saml2/idpresponse',
      `${world.server.endpoint}/domains/acme/logout`,
      'http://localhost:1/saml2/idpresponse',
    ]) {
      for (const path of ['sso', 'sign-in']) {
        const refused = await post(foreign, path);
        expect([foreign, refused.status]).toEqual([foreign, 400]);
        expect(await refused.text()).not.toContain('SAMLResponse');
      }
    }
    for (const SAMLRequest of ['', '%%%', Buffer.from('<a/>').toString('base64')]) {
      const response = await fetch(`${world.entityId}/sso?${new URLSearchParams({ SAMLRequest })}`);
      expect(response.status).toBe(400);
    }
  });

  it('runs one script at most, the one that sends the response', async () => {
    await using world = await start();
    const saml = world.serviceProvider();
    const url = new URL(await saml.getAuthorizeUrlAsync('relay-1', undefined, {}));
    const page = await fetch(url);
    expect(page.headers.get('content-security-policy')).not.toContain('script-src');
    expect(await page.text()).not.toContain('<Workforce>');
    const { body } = await signIn(world, saml);
    expect(body.match(/<script/g)).toHaveLength(1);
  });

  it('answers a passive request without a page', async () => {
    await using world = await start();
    const saml = world.serviceProvider({ passive: true });
    const { cookie } = await signIn(world, world.serviceProvider());
    const ask = async (headers: Record<string, string>) => {
      const url = await saml.getAuthorizeUrlAsync('relay-1', undefined, {});
      return saml.validatePostResponseAsync(readForm(await (await fetch(url, { headers })).text()));
    };
    expect((await ask({ cookie: cookie.split(';')[0] ?? '' })).profile?.nameID).toBe('gita-1');
    expect((await ask({})).profile).toBeNull();
  });

  it('signs out, and answers where its response went', async () => {
    await using world = await start();
    const saml = world.serviceProvider();
    const { posted, cookie } = await signIn(world, saml);
    const { profile } = await saml.validatePostResponseAsync(posted);
    if (!profile) throw new Error('nobody signed in');
    const url = await saml.getLogoutUrlAsync(profile, 'relay-2', {});
    const answer = await fetch(url);
    const form = readForm(await answer.text());
    expect(form).toMatchObject({
      action: `${world.server.endpoint}/domains/acme/saml2/logout`,
      RelayState: 'relay-2',
    });
    expect(answer.headers.get('set-cookie')).toContain('Max-Age=0');
    // node-saml knows only the ids of its own requests to sign in.
    const checker = world.serviceProvider({ validateInResponseTo: ValidateInResponseTo.never });
    expect((await checker.validatePostResponseAsync(form)).loggedOut).toBe(true);
    const passive = await world.serviceProvider({ passive: true }).getAuthorizeUrlAsync('', undefined, {});
    const refusal = await fetch(passive, { headers: { cookie: cookie.split(';')[0] ?? '' } });
    const xml = Buffer.from(readForm(await refusal.text()).SAMLResponse ?? '', 'base64').toString();
    expect(xml).toContain('status:NoPassive');
  });
});
