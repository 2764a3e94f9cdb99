import {
  CreateIdentityProviderCommand,
  CreateUserPoolDomainCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import type { SignInTrace } from '../federation/trace.ts';
import { startTenantPool } from '../testing/tenant-pool.ts';
import { createVisitor } from '../testing/visitor.ts';
import { type Breakage, breakages } from './break-it.ts';

const app = 'http://localhost:3000/callback';
const gita = { subject: '00u1gita', email: 'gita@globex.example', name: 'Gita Globex', groups: ['eng'] };
const globex = { name: 'globex', displayName: 'Globex Workforce', people: [gita] };
const AttributeMapping = { email: 'email', name: 'name' };

/** A pool that signs people in through a fake provider, which must say an e-mail address. */
async function start(protocol: 'oidc' | 'saml', details: Record<string, string> = {}) {
  const tenant = await startTenantPool({
    fakeProviders: [{ ...globex, protocol }],
    pool: { Schema: [{ Name: 'email', Required: true, Mutable: true, AttributeDataType: 'String' }] },
  });
  const { send, server, userPoolId: UserPoolId, clientId: ClientId } = tenant;
  const [facts] = server.fakeProviders.list();
  const registered =
    protocol === 'saml'
      ? { MetadataURL: facts?.metadataUrl ?? '', ...details }
      : {
          oidc_issuer: facts?.issuer ?? '',
          client_id: facts?.clientId ?? '',
          client_secret: facts?.clientSecret ?? '',
          authorize_scopes: 'openid email profile',
          attributes_request_method: 'GET',
        };
  await send(new CreateUserPoolDomainCommand({ UserPoolId, Domain: 'acme-app' }));
  await send(
    new CreateIdentityProviderCommand({
      UserPoolId,
      ProviderName: 'Globex',
      ProviderType: protocol === 'saml' ? 'SAML' : 'OIDC',
      ProviderDetails: registered,
      AttributeMapping,
    }),
  );
  await send(
    new UpdateUserPoolClientCommand({
      UserPoolId,
      ClientId,
      SupportedIdentityProviders: ['Globex'],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email'],
      CallbackURLs: [app],
    }),
  );
  const authorize = new URL(`${server.endpoint}/domains/acme-app/oauth2/authorize`);
  for (const [name, value] of Object.entries({
    response_type: 'code',
    client_id: ClientId,
    redirect_uri: app,
    identity_provider: 'Globex',
    state: 'app-state',
  })) {
    authorize.searchParams.set(name, value);
  }

  /** The whole way: from the app to the provider, a person is chosen there, and back. */
  const signIn = async (breakage?: Breakage) => {
    const visitor = createVisitor({ until: app });
    const page = await visitor.open(authorize.href);
    expect(page.body).toContain('Globex Workforce');
    const fields = { subject: gita.subject, ...(breakage && { break: breakage }) };
    const chosen = await visitor.submit(page, fields);
    return protocol === 'saml' ? visitor.submit(chosen) : chosen;
  };
  const traces = async () => {
    const headers = { accept: 'application/json' };
    const response = await fetch(`${server.endpoint}/_local/sign-ins`, { headers });
    return (await response.json()) as SignInTrace[];
  };
  return { ...tenant, provider: facts?.url ?? '', authorize: authorize.href, signIn, traces };
}

/** What the trace's sentence and its remedy have to say. */
const explained: Record<'oidc' | 'saml', Record<Breakage, { cause: RegExp; remedy: RegExp }>> = {
  oidc: {
    'expired-certificate': { cause: /signed with the key .* not among the keys/, remedy: /jwks_uri/ },
    'wrong-audience': { cause: /globex-client-of-somebody-else/, remedy: /client_id/ },
    'wrong-issuer': { cause: /providers\/globex-old/, remedy: /oidc_issuer/ },
    'missing-email': { cause: /requires email/, remedy: /send the claim email/ },
    'clock-skew': { cause: /exp/, remedy: /clock of the provider/ },
    'tampered-signature': { cause: /signature .* changed/i, remedy: /key/ },
    'unsolicited-response': { cause: /answers another request/, remedy: /sign in again/i },
  },
  saml: {
    'expired-certificate': { cause: /certificate .*expired/, remedy: /certificate/ },
    'wrong-audience': { cause: /audience .*-of-somebody-else/, remedy: /audience/ },
    'wrong-issuer': { cause: /providers\/globex-old/, remedy: /entity id/ },
    'missing-email': { cause: /requires email/, remedy: /send the claim email/ },
    'clock-skew': { cause: /expired/, remedy: /clock/ },
    'tampered-signature': { cause: /signature .* changed/i, remedy: /tampered/ },
    'unsolicited-response': {
      cause: /unsolicited: it has no InResponseTo/,
      remedy: /Begin the sign-in again/,
    },
  },
};

it('encrypts for the user pool, and signs in all the same', async () => {
  await using world = await start('saml', { EncryptedResponses: 'true' });
  const { url } = await world.signIn();
  expect(url.searchParams.get('code')).toMatch(/./);
  const { url: refused } = await world.signIn('tampered-signature');
  expect(refused.searchParams.get('error')).toBe('invalid_request');
});

it('lets people start at the provider where the user pool allows that', async () => {
  await using world = await start('saml', { IDPInit: 'true' });
  const visitor = createVisitor({ until: app });
  const home = await visitor.open(world.provider);
  const [, link = ''] = /href="([^"]*\/sso\?client_id=[^"]*)"/.exec(home.body) ?? [];
  const page = await visitor.open(`${world.server.endpoint}${link}`);
  const { url } = await visitor.submit(await visitor.submit(page, { subject: gita.subject }));
  expect(url.searchParams.get('code')).toMatch(/./);

  await using other = await start('saml');
  expect((await visitor.open(other.provider)).body).not.toContain('/sso?client_id');
  expect((await visitor.open(`${other.provider}/sso?client_id=${other.clientId}`)).status).toBe(400);
});

it('checks the signature of requests with the certificate of the user pool', async () => {
  await using world = await start('saml', { RequestSigningAlgorithm: 'rsa-sha256' });
  const { url } = await world.signIn();
  expect(url.searchParams.get('code')).toMatch(/./);
  const response = await fetch(world.authorize, { redirect: 'manual' });
  const signed = new URL(response.headers.get('location') ?? '');
  expect(signed.searchParams.get('Signature')).toMatch(/./);
  expect((await fetch(signed)).status).toBe(200);
  signed.searchParams.set('RelayState', 'another');
  const refused = await fetch(signed);
  expect(refused.status).toBe(400);
  expect(await refused.text()).toContain('signature is not that of the user pool');
});

describe.each(['saml', 'oidc'] as const)('a sign-in through the fake %s provider', (protocol) => {
  it('brings a code, and a trace that says so', async () => {
    await using world = await start(protocol);
    const { url } = await world.signIn();
    expect(url.searchParams.get('code')).toMatch(/./);
    expect(url.searchParams.get('state')).toBe('app-state');
    const [trace] = await world.traces();
    expect(trace).toMatchObject({ providerName: 'Globex', outcome: { result: 'signed-in' } });
  });

  it.each(breakages)('is refused with %s, and the trace names cause and remedy', async (breakage) => {
    await using world = await start(protocol);
    const { url } = await world.signIn(breakage);
    expect(url.searchParams.get('code')).toBeNull();
    expect(url.searchParams.get('error')).toBe('invalid_request');
    const traces = await world.traces();
    expect(traces).toHaveLength(1);
    const { cause, remedy } = explained[protocol][breakage];
    expect(traces[0]?.outcome).toEqual({
      result: 'refused',
      text: expect.stringMatching(cause),
      remedy: expect.stringMatching(remedy),
    });
  });
});
