import type { RouteConfig, z } from '@hono/zod-openapi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiAnswer, call } from '../testing/api.ts';
import { newTenant, startInstallation, type TestInstallation } from '../testing/control-plane.ts';
import { fakeProviders, providerInput } from '../testing/federation.ts';
import { signIn } from '../testing/sign-in.ts';
import * as breakGlass from './routes/break-glass.ts';
import * as domainRoutes from './routes/domains.ts';
import * as history from './routes/history.ts';
import * as providerRoutes from './routes/identity-providers.ts';
import * as installationRoutes from './routes/installation.ts';
import * as localSeed from './routes/local-seed.ts';
import * as me from './routes/me.ts';
import * as membershipRoutes from './routes/memberships.ts';
import * as signInRoutes from './routes/sign-in.ts';
import * as suspension from './routes/suspension.ts';
import * as tenantRoutes from './routes/tenants.ts';
import * as usage from './routes/usage.ts';

const modules = [
  ...[history, installationRoutes, localSeed, me, membershipRoutes],
  ...[breakGlass, domainRoutes, providerRoutes],
  ...[signInRoutes, suspension, tenantRoutes, usage],
];
const described = new Map<string, RouteConfig>(
  modules
    .flatMap((module) => Object.values(module as Record<string, unknown>))
    .filter((value) => typeof value === 'object' && value !== null && 'operationId' in value)
    .map((value) => [(value as RouteConfig).operationId ?? '', value as RouteConfig]),
);

const seed = {
  operator: { username: 'olive@cohabit.example', password: 'p' },
  tenants: [
    {
      id: 'tnt_1',
      slug: 'acme',
      model: 'user-pool',
      userPoolId: 'us-east-1_a',
      clientId: 'c',
      issuer: 'http://localhost/us-east-1_a',
      users: [
        { username: 'ada', email: 'ada@acme.example', password: 'p', roles: ['admin'], totpSecret: 'S' },
      ],
    },
  ],
};

let installation: TestInstallation;
let operator: string;
// biome-ignore lint/suspicious/noExplicitAny: a document of any shape is what is under test
let document: any;

beforeAll(async () => {
  installation = await startInstallation({
    seed: async () => seed,
    fakeProviders,
    resolveTxt: async () => [],
  });
  operator = (await signIn(installation.cognito, await installation.createOperator())).accessToken;
  document = (await call(installation.controlPlane, 'GET', '/openapi.json')).body;
});

afterAll(async () => {
  await installation[Symbol.asyncDispose]();
});

/** Throws unless the route describes exactly this answer: status, content type, and every member of the body. */
function requireDescribed(operationId: string, answer: ApiAnswer): void {
  const response = described.get(operationId)?.responses[answer.status];
  expect(response, `${operationId} describes ${answer.status}`).toBeDefined();
  const contents = (response as { content?: Record<string, { schema: z.ZodType }> }).content ?? {};
  const type = answer.headers.get('content-type')?.split(';')[0] ?? '';
  if (Object.keys(contents).length === 0) {
    expect(answer.body).toBe('');
    return;
  }
  expect(Object.keys(contents), operationId).toContain(type);
  // A member that is not described is stripped by the schema, so that the two differ.
  expect(contents[type]?.schema.parse(answer.body), operationId).toEqual(answer.body);
}

describe('the OpenAPI document', () => {
  it('is OpenAPI 3.1 and describes every route, with its security', () => {
    expect(document.openapi).toBe('3.1.0');
    for (const { method, path, operationId, audience } of installation.controlPlane.routes) {
      const operation = document.paths[path]?.[method.toLowerCase()];
      expect(operation?.operationId, `${method} ${path}`).toBe(operationId);
      expect(operation.summary, operationId).toBeTruthy();
      expect(operation.security, operationId).toEqual(
        audience === 'public' ? undefined : [{ accessToken: [] }],
      );
      if (audience !== 'public') expect(Object.keys(operation.responses)).toContain('401');
    }
    const operations = Object.values(document.paths).flatMap((path) => Object.keys(path as object));
    expect(operations).toHaveLength(installation.controlPlane.routes.length);
  });

  it('refers to nothing that it does not hold', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(5);
    for (const [, path = ''] of references) {
      const target = path.split('/').reduce((node, name) => node?.[name], document);
      expect(target, path).toBeDefined();
    }
  });

  it('describes what every route answers', async () => {
    const answered = new Set<string>();
    async function ask(
      operationId: string,
      params: Record<string, string> = {},
      body?: unknown,
      token?: string,
    ) {
      const route = described.get(operationId) as RouteConfig;
      const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name) => params[name] ?? '');
      const answer = await call(
        installation.controlPlane,
        route.method.toUpperCase(),
        path + (params.query ?? ''),
        {
          token: token ?? operator,
          ...(body === undefined ? {} : { body }),
        },
      );
      requireDescribed(operationId, answer);
      answered.add(operationId);
      return answer;
    }

    const input = newTenant({ model: 'app-client', settings: { accessTokenMinutes: 15 } });
    const tenant = (await ask('createTenant', {}, input)).body;
    const params = { tenantId: tenant.id };
    await ask('createTenant', {}, input);
    await ask('createTenant', {}, { ...input, plan: 'gold', slug: 'other' });
    await ask('createTenant', {}, { ...input, settings: { mfa: 'off' }, slug: 'other' });
    await ask('listTenants');
    await ask('getTenant', params);
    await ask('getTenant', { tenantId: 'tnt_00000000000000000000000000' });
    await ask('listTenantHistory', params);
    await ask('suspendTenant', params);
    await ask('resumeTenant', params);
    const invitation = { email: 'bo@example.com', roles: ['member'] };
    const { userId } = (await ask('createMembership', params, invitation)).body;
    await ask('createMembership', params, invitation);
    await ask('listMemberships', params);
    await ask('listMemberships', { ...params, query: '?limit=0' });
    await ask('updateMembership', { ...params, userId }, { roles: ['admin'] });
    await ask('readUsage', params);

    const { userPoolId, clientId } = tenant.placement;
    await installation.setPassword(userPoolId, 'bo@example.com');
    const { accessToken } = await signIn(installation.cognito, { email: 'bo@example.com', clientId });
    await ask('readMe', {}, undefined, accessToken);
    await ask('readMe');
    await ask('createTenant', {}, input, accessToken);

    const domain = { ...params, domain: 'proven.example' };
    await ask('getDomain', domain);
    await ask('claimDomain', domain);
    await ask('claimDomain', { ...params, domain: 'gmail.com' });
    await ask('verifyDomain', domain);
    await ask('vouchForDomain', domain);
    await ask('getDomain', domain);
    await ask('listDomains', params);
    const one = { ...params, providerId: 'workforce' };
    const provider = providerInput(installation, 'acme', {
      rules: { allowedEmailDomains: ['proven.example'] },
    });
    await ask('getIdentityProvider', one);
    await ask('setIdentityProvider', one, { ...provider, rules: {} });
    expect((await ask('setIdentityProvider', one, provider)).body.status).toBe('active');
    await ask('setIdentityProvider', { ...params, providerId: 'other' }, provider);
    await ask('getIdentityProvider', one);
    await ask('listIdentityProviders', params);
    expect((await ask('testIdentityProvider', one)).body).toEqual({ ok: true, findings: [] });
    const elsewhere = { ...provider, details: { ...provider.details, issuer: 'https://127.0.0.1:1' } };
    expect((await ask('testIdentityProvider', one, elsewhere)).body.ok).toBe(false);
    await ask('openBreakGlass', params, { userId, reason: 'A test' });
    await ask('openBreakGlass', params, { userId: 'usr_x', reason: 'A test' });
    await ask('closeBreakGlass', params);
    await ask('discoverSignIn', { query: `?tenant=${input.slug}` });
    await ask('deleteIdentityProvider', one);
    await ask('deleteIdentityProvider', { ...one, query: '?people=revoke' });
    await ask('deleteIdentityProvider', { ...one, query: '?people=revoke' });
    const metadataXml = '<md/>';
    const saml = { ...provider, protocol: 'saml', details: { metadataXml } };
    await ask('testIdentityProvider', one, saml);
    await ask('deleteDomain', domain);
    await ask('deleteDomain', domain);

    await ask('deleteMembership', { ...params, userId });
    await ask('deleteMembership', { ...params, userId });
    await ask('deleteTenant', params);
    await ask('discoverSignIn', { query: '?email=bo@example.com' });
    await ask('discoverSignIn', { query: '?tenant=nobody' });
    await ask('discoverSignIn');
    for (const id of ['readHealth', 'readInstallation', 'readLandingPage', 'readSeed']) await ask(id);
    requireDescribedOpenApi();
    answered.add('readOpenApi');

    const all = installation.controlPlane.routes.map(({ operationId }) => operationId);
    expect([...answered].toSorted()).toEqual(all.toSorted());
  });
});

/** Its own schema only says that it is an OpenAPI document; the other tests say the rest. */
function requireDescribedOpenApi(): void {
  expect(document.info).toEqual({ title: 'Cohabit control plane', version: '0.0.0-test' });
}
