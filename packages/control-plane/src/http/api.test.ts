import { put, type Tenant, usage, usageHour } from '@cohabit/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call } from '../testing/api.ts';
import { newTenant, startInstallation, type TestInstallation } from '../testing/control-plane.ts';
import { signIn } from '../testing/sign-in.ts';

let installation: TestInstallation;
let operator: string;
let acme: Tenant;
let adminToken: string;

function api(method: string, path: string, options: Parameters<typeof call>[3] = {}) {
  return call(installation.controlPlane, method, path, options);
}

function asOperator(method: string, path: string, body?: unknown) {
  return api(method, path, { token: operator, ...(body === undefined ? {} : { body }) });
}

beforeAll(async () => {
  installation = await startInstallation();
  const person = await installation.createOperator();
  operator = (await signIn(installation.cognito, person)).accessToken;
  acme = await installation.createTenant({ slug: 'acme', model: 'app-client', plan: 'business' });
  const { userPoolId, clientId } = acme.placements[0] as { userPoolId: string; clientId: string };
  await installation.setPassword(userPoolId, 'admin@acme.example');
  adminToken = (await signIn(installation.cognito, { email: 'admin@acme.example', clientId })).accessToken;
});

afterAll(async () => {
  await installation[Symbol.asyncDispose]();
});

describe('the control plane API', () => {
  it('onboards, shows, suspends and removes a tenant of every model', async () => {
    for (const model of ['user-pool', 'app-client', 'shared'] as const) {
      const input = newTenant({ model });
      const created = await asOperator('POST', '/v1/tenants', input);
      expect(created.status).toBe(201);
      expect(created.body).toMatchObject({
        slug: input.slug,
        model,
        plan: 'starter',
        status: { phase: 'active' },
      });
      expect(created.body.placement.issuer).toBe(
        `${installation.endpoint}/${created.body.placement.userPoolId}`,
      );
      expect(created.body).not.toHaveProperty('firstAdmin');
      const path = `/v1/tenants/${created.body.id}`;
      expect(created.headers.get('location')).toBe(path);
      expect((await asOperator('GET', path)).body).toEqual(created.body);

      const suspended = await asOperator('PUT', `${path}/suspension`);
      expect(suspended.body.status.phase).toBe('suspended');
      const refused = await api('GET', `/v1/sign-in?tenant=${input.slug}`);
      expect(refused).toMatchObject({ status: 403, body: { code: 'tenant_suspended' } });
      expect((await asOperator('DELETE', `${path}/suspension`)).body.status.phase).toBe('active');

      expect((await asOperator('DELETE', path)).status).toBe(204);
      expect(await asOperator('GET', path)).toMatchObject({
        status: 404,
        body: { code: 'tenant_not_found' },
      });
      expect((await api('GET', `/v1/sign-in?tenant=${input.slug}`)).body.code).toBe('tenant_not_found');
      expect((await asOperator('POST', '/v1/tenants', input)).status).toBe(201);
    }
  });

  it('pages through tenants in the order of their slugs and finds one by slug', async () => {
    for (const slug of ['aaa-one', 'aaa-two', 'aaa-three']) await installation.createTenant({ slug });
    const slugs: string[] = [];
    let cursor = '';
    do {
      const page = await asOperator('GET', `/v1/tenants?limit=2${cursor && `&cursor=${cursor}`}`);
      slugs.push(...page.body.items.map((tenant: { slug: string }) => tenant.slug));
      cursor = page.body.cursor ? encodeURIComponent(page.body.cursor) : '';
    } while (cursor);
    expect(slugs).toEqual(slugs.toSorted());
    expect(slugs).toEqual(expect.arrayContaining(['aaa-one', 'aaa-two', 'aaa-three', 'acme']));
    expect((await asOperator('GET', '/v1/tenants?slug=acme')).body.items).toHaveLength(1);
    expect((await asOperator('GET', '/v1/tenants?slug=nobody')).body).toEqual({ items: [] });
  });

  it.each([
    ['a duplicate slug', { slug: 'acme' }, 409, 'slug_taken'],
    ['an illegal slug', { slug: 'Acme!' }, 400, 'slug_invalid'],
    ['a reserved slug', { slug: 'admin' }, 400, 'slug_invalid'],
    ['a plan that does not exist', { plan: 'gold' }, 400, 'plan_not_found'],
    ['a setting of another model', { settings: { mfa: 'required' as const } }, 422, 'setting_needs_model'],
    ['an unknown model', { model: 'silo' as never }, 400, 'invalid_request'],
    ['a first admin without an e-mail', { firstAdmin: { email: 'nobody' } }, 400, 'invalid_request'],
    ['a member that no tenant has', { desired: 'active' } as object, 400, 'invalid_request'],
    [
      'shorter access tokens than the shared client gives',
      { model: 'app-client' as const, settings: { sharedClientSignIn: true, accessTokenMinutes: 5 } },
      400,
      'invalid_request',
    ],
    [
      'shorter sessions than the shared client gives',
      { model: 'app-client' as const, settings: { sharedClientSignIn: true, refreshTokenDays: 1 } },
      400,
      'invalid_request',
    ],
  ])('refuses %s and leaves nothing half-done', async (_what, wrong, status, code) => {
    const firstAdmin = { email: 'admin@wrong.example' };
    const before = (await asOperator('GET', '/v1/tenants?limit=100')).body;
    const answer = await asOperator(
      'POST',
      '/v1/tenants',
      newTenant({ slug: 'wrong', firstAdmin, ...wrong }),
    );
    expect(answer).toMatchObject({ status, body: { code, status, type: `urn:cohabit:error:${code}` } });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect((await asOperator('GET', '/v1/tenants?limit=100')).body).toEqual(before);
  });

  it('lets one of many who create the same slug at the same moment win', async () => {
    const input = newTenant({ slug: 'contested', model: 'app-client' });
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => asOperator('POST', '/v1/tenants', input)),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, ...Array(7).fill(409)]);
  });

  it('refuses malformed, oversized and missing bodies', async () => {
    const token = operator;
    const malformed = await api('POST', '/v1/tenants', { token, rawBody: '{"slug": ' });
    expect(malformed).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    expect(malformed.body.detail).toMatch(/JSON/);
    const large = await api('POST', '/v1/tenants', { token, rawBody: `{"slug":"${'a'.repeat(70_000)}"}` });
    expect(large).toMatchObject({ status: 413, body: { code: 'body_too_large' } });
    const missing = await api('POST', '/v1/tenants', { token });
    expect(missing).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    const text = await api('POST', '/v1/tenants', {
      token,
      rawBody: JSON.stringify(newTenant()),
      headers: { 'content-type': 'text/plain' },
    });
    expect(text).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  });

  it('names everything that is wrong with a request', async () => {
    const { body } = await asOperator('POST', '/v1/tenants', { slug: 7, model: 'silo' });
    const wrong = body.details.issues.map((issue: { path: string }) => issue.path);
    expect(wrong).toEqual(expect.arrayContaining(['slug', 'model', 'name', 'plan', 'firstAdmin']));
  });

  it('invites, lists, promotes and removes members', async () => {
    const path = `/v1/tenants/${acme.id}/memberships`;
    const token = adminToken;
    const created = await api('POST', path, { token, body: { email: 'Bo@Acme.example', roles: ['member'] } });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({ email: 'bo@acme.example', roles: ['member'], status: 'invited' });
    expect(created.body).not.toHaveProperty('identities');
    const again = await api('POST', path, { token, body: { email: 'bo@acme.example', roles: ['member'] } });
    expect(again).toMatchObject({ status: 409, body: { code: 'membership_exists' } });

    const one = `${path}/${created.body.userId}`;
    expect((await api('PATCH', one, { token, body: { roles: ['admin'] } })).body.roles).toEqual(['admin']);
    const unknown = await api('PATCH', one, { token, body: { roles: ['owner'] } });
    expect(unknown).toMatchObject({ status: 400, body: { code: 'role_unknown' } });
    const emails = (await api('GET', path, { token })).body.items.map(
      (item: { email: string }) => item.email,
    );
    expect(emails).toEqual(expect.arrayContaining(['admin@acme.example', 'bo@acme.example']));

    expect((await api('DELETE', one, { token })).status).toBe(204);
    expect(await api('DELETE', one, { token })).toMatchObject({ body: { code: 'membership_not_found' } });
    const left = (await api('GET', path, { token })).body.items;
    expect(left.map((item: { email: string }) => item.email)).not.toContain('bo@acme.example');
  });

  it('answers an unknown e-mail exactly as a known one', async () => {
    const ofAcme = await api('GET', '/v1/sign-in?email=admin@acme.example');
    const ofNobody = await api('GET', '/v1/sign-in?email=nobody@nowhere.example');
    expect(ofAcme.status).toBe(200);
    expect(ofNobody.body).toEqual(ofAcme.body);
    expect(ofAcme.body).not.toHaveProperty('tenantId');
    expect(ofAcme.body).not.toHaveProperty('tenant');
  });

  it('finds the client of a tenant by its slug', async () => {
    const { body } = await api('GET', '/v1/sign-in?tenant=acme');
    const own = acme.placements[0];
    expect(body).toEqual({
      region: 'us-east-1',
      ...own,
      issuer: `${installation.endpoint}/${own?.userPoolId}`,
      cognitoEndpoint: installation.endpoint,
      methods: ['password', 'managed-login'],
      scopes: ['openid', 'email', 'profile', 'aws.cognito.signin.user.admin'],
      tenant: { slug: 'acme', name: acme.name },
      tenantId: acme.id,
    });
  });

  it('wants exactly one hint to find a sign-in', async () => {
    for (const query of ['', '?tenant=acme&email=a@b.example', '?email=nonsense', '?host=acme.example']) {
      const answer = await api('GET', `/v1/sign-in${query}`);
      expect(answer, query).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    }
  });

  it('sums the usage of a tenant over processes, and of no other tenant', async () => {
    const hour = usageHour(Date.now());
    const record = { tenantId: acme.id, meter: 'requests', hour, quantity: 5, version: 0 };
    const other = await installation.createTenant();
    await installation.registry.commit([
      put(usage, { ...record, source: 'one' }),
      put(usage, { ...record, source: 'two', quantity: 7 }),
      put(usage, { ...record, source: 'one', tenantId: other.id, quantity: 100 }),
    ]);
    const answer = await api('GET', `/v1/tenants/${acme.id}/usage`, { token: adminToken });
    expect(answer.body).toMatchObject({
      totals: { requests: 12 },
      hours: [{ hour, meter: 'requests', quantity: 12 }],
      plan: { id: 'business', monthlyRequests: 250_000 },
    });
    const past = `/v1/tenants/${acme.id}/usage?from=2020-01-01T00&to=2020-01-31T23`;
    expect((await api('GET', past, { token: adminToken })).body.totals).toEqual({});
    for (const span of ['from=yesterday', 'from=2026-02-01T00&to=2026-01-01T00', 'from=2020-01-01T00']) {
      const refused = await api('GET', `/v1/tenants/${acme.id}/usage?${span}`, { token: adminToken });
      expect(refused, span).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    }
  });

  it('shows a person their own tenants', async () => {
    const { body } = await api('GET', '/v1/me', { token: adminToken });
    expect(body).toMatchObject({
      tenantId: acme.id,
      memberships: [{ tenantId: acme.id, slug: 'acme', name: acme.name, roles: ['admin'], status: 'active' }],
    });
  });

  it('answers requests without a valid token with a challenge', async () => {
    for (const token of [undefined, 'nonsense', `${operator.slice(0, -4)}AAAA`]) {
      const answer = await api('GET', '/v1/tenants', token === undefined ? {} : { token });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer realm="cohabit"/);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
    }
  });

  it('gives every answer a request id and security headers', async () => {
    const answer = await api('GET', '/v1/nowhere', { headers: { 'x-request-id': 'mine-12345678' } });
    expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect(answer.headers.get('x-request-id')).toBe('mine-12345678');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('x-frame-options')).toBe('DENY');
    const other = await api('GET', '/health', { headers: { 'x-request-id': 'bad id\u00e9' } });
    expect(other.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('says where its parts are, and has no seed outside local mode', async () => {
    expect(await api('GET', '/health')).toMatchObject({ status: 200, body: { status: 'ready' } });
    const { body } = await api('GET', '/.well-known/cohabit');
    expect(body).toEqual({
      cognitoEndpoint: installation.endpoint,
      controlPlane: 'http://localhost:4000',
      console: 'http://localhost:4000',
      region: 'us-east-1',
      version: '0.0.0-test',
    });
    expect((await api('GET', '/_local/seed')).status).toBe(404);
    const page = await api('GET', '/');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.body).toContain('<h1>Cohabit control plane</h1>');
  });

  it('slows down an address that asks too often where to sign in', async () => {
    const statuses = new Set<number>();
    for (let i = 0; i < 400; i++) statuses.add((await api('GET', '/v1/sign-in?audience=operators')).status);
    expect(statuses).toEqual(new Set([200, 429]));
  });
});
