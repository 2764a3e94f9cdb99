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
});
