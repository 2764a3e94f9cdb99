import { grantPartition, grants, memberships, type Tenant } from '@cohabit/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call } from '../testing/api.ts';
import { newTenant, startInstallation, type TestInstallation } from '../testing/control-plane.ts';
import { claimsOf, signIn, switchTenant } from '../testing/sign-in.ts';

interface Person {
  email: string;
  userId: string;
  token: string;
  refreshToken: string;
  clientId: string;
}

interface Cast {
  tenant: Tenant;
  admin: Person;
  member: Person;
}

let installation: TestInstallation;
let casts: Cast[];

function api(method: string, path: string, token: string, body?: unknown) {
  return call(installation.controlPlane, method, path, { token, ...(body === undefined ? {} : { body }) });
}

async function personOf(tenant: Tenant, email: string): Promise<Person> {
  const { userPoolId, clientId } = tenant.placements[0] as { userPoolId: string; clientId: string };
  await installation.setPassword(userPoolId, email);
  const tokens = await signIn(installation.cognito, { email, clientId });
  const userId = claimsOf(tokens.accessToken).user_id as string;
  return { email, userId, token: tokens.accessToken, refreshToken: tokens.refreshToken, clientId };
}

async function castOf(tenant: Tenant): Promise<Cast> {
  const email = `member@${tenant.slug}.example`;
  const invitation = { email, roles: ['member'] };
  await installation.controlPlane.services.members.invite(tenant.id, invitation, 'operator:test');
  const admin = await personOf(tenant, tenant.spec.firstAdmin.email);
  return { tenant, admin, member: await personOf(tenant, email) };
}

/** A valid body for every route that takes one: nothing must be refused for its form. */
const bodies: Record<string, unknown> = {
  createTenant: newTenant({ slug: 'intruder' }),
  createMembership: { email: 'intruder@example.com', roles: ['admin'] },
  updateMembership: { roles: ['admin'] },
  setIdentityProvider: {
    name: 'Intruders',
    protocol: 'oidc',
    details: { issuer: 'https://idp.intruder.example', clientId: 'c', clientSecret: 's' },
    rules: { allowedEmailDomains: ['intruder.example'] },
    ssoOnly: true,
  },
  openBreakGlass: { userId: 'usr_00000000000000000000000000', reason: 'x' },
};

beforeAll(async () => {
  installation = await startInstallation();
  casts = [];
  for (const model of ['user-pool', 'app-client', 'shared', 'shared'] as const) {
    casts.push(await castOf(await installation.createTenant({ model })));
  }
});

afterAll(async () => {
  await installation[Symbol.asyncDispose]();
});

describe('the route table', () => {
  it('holds every route that the app answers, each with an access rule', () => {
    const { routes } = installation.controlPlane;
    const app = installation.controlPlane.app as unknown as {
      routes: { method: string; path: string; handler: unknown }[];
    };
    const registered = app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
    const listed = routes.map(({ method, path }) => `${method} ${path}`);
    expect([...new Set(registered)].toSorted()).toEqual(listed.toSorted());
    const open = routes.filter(({ audience }) => audience === 'public').map(({ path }) => path);
    expect(open.toSorted()).toEqual(['/', '/.well-known/cohabit', '/health', '/openapi.json', '/v1/sign-in']);
  });

  it('lets nobody in without a token but to the public routes', async () => {
    for (const { method, path, audience } of installation.controlPlane.routes) {
      const { status } = await call(installation.controlPlane, method, fill(path, casts[0] as Cast));
      if (audience === 'public') expect(status, path).not.toBe(401);
      else expect(status, path).toBe(401);
    }
  });

  it('answers not found for another tenant, to every person, on every route that names a tenant', async () => {
    let asked = 0;
    for (const { method, path, operationId } of installation.controlPlane.routes) {
      if (!path.includes('{tenantId}')) continue;
      for (const mine of casts) {
        for (const theirs of casts.filter((other) => other !== mine)) {
          for (const person of [mine.admin, mine.member]) {
            const answer = await api(method, fill(path, theirs), person.token, bodies[operationId]);
            const what = `${operationId}: ${mine.tenant.spec.model} at ${theirs.tenant.spec.model}`;
            expect(answer, what).toMatchObject({ status: 404, body: { code: 'not_found' } });
            asked++;
          }
        }
      }
    }
    expect(asked).toBeGreaterThanOrEqual(9 * 4 * 3 * 2);
  });

  it('answers a tenant that does not exist exactly as one of somebody else', async () => {
    const [mine, theirs] = casts as [Cast, Cast];
    const path = (id: string) => `/v1/tenants/${id}/memberships`;
    const foreign = await api('GET', path(theirs.tenant.id), mine.admin.token);
    for (const id of ['tnt_00000000000000000000000000', 'nonsense', '..%2fhealth']) {
      const made = await api('GET', path(id), mine.admin.token);
      expect({ status: made.status, body: made.body }).toEqual({
        status: foreign.status,
        body: foreign.body,
      });
    }
  });

  it('keeps each person to their audience in their own tenant', async () => {
    for (const cast of casts) {
      for (const { method, path, audience, operationId } of installation.controlPlane.routes) {
        if (audience === 'public' || method === 'DELETE') continue;
        const ask = (person: Person) => api(method, fill(path, cast), person.token, bodies[operationId]);
        const forMember = await ask(cast.member);
        const what = `${operationId} ${cast.tenant.spec.model}`;
        if (audience === 'member') expect(forMember.status, what).toBe(200);
        else expect(forMember, what).toMatchObject({ status: 403, body: { code: 'forbidden' } });
        if (audience === 'operator') {
          expect(await ask(cast.admin), what).toMatchObject({ status: 403, body: { code: 'forbidden' } });
        }
      }
    }
  });
});

describe('a person with a good token', () => {
  it('cannot become more than they are', async () => {
    for (const { tenant, admin, member } of casts) {
      const own = `/v1/tenants/${tenant.id}`;
      const attempts: [string, string, Person, unknown?][] = [
        ['PATCH', `${own}/memberships/${member.userId}`, member, { roles: ['admin'] }],
        ['DELETE', `${own}/memberships/${admin.userId}`, member],
        ['POST', `${own}/memberships`, member, { email: 'friend@example.com', roles: ['admin'] }],
        ['POST', '/v1/tenants', admin, newTenant({ plan: 'enterprise' })],
        ['PUT', `${own}/suspension`, admin],
        ['DELETE', `${own}/suspension`, admin],
        ['DELETE', own, admin],
        ['GET', '/v1/tenants', admin],
      ];
      for (const [method, path, person, body] of attempts) {
        const answer = await api(method, path, person.token, body);
        expect(answer, `${method} ${path}`).toMatchObject({ status: 403, body: { code: 'forbidden' } });
      }
      for (const change of [{ plan: 'enterprise' }, { status: { phase: 'active' } }, { name: 'Mine' }]) {
        for (const method of ['PUT', 'PATCH', 'POST']) {
          expect((await api(method, own, admin.token, change)).status).toBe(404);
        }
      }
    }
  });

  it('cannot slip more than roles into a change of a member, nor change themselves into another tenant', async () => {
    const [{ tenant, admin, member }] = casts as [Cast];
    const path = `/v1/tenants/${tenant.id}/memberships/${member.userId}`;
    for (const extra of [
      { status: 'active' },
      { userId: admin.userId },
      { tenantId: 'tnt_x' },
      { version: 9 },
    ]) {
      const answer = await api('PATCH', path, admin.token, { roles: ['member'], ...extra });
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    }
  });

  it('cannot name a tenant by header, query or body', async () => {
    const [mine, theirs] = casts as [Cast, Cast];
    const answer = await call(installation.controlPlane, 'GET', `/v1/me?tenantId=${theirs.tenant.id}`, {
      token: mine.member.token,
      headers: { 'x-tenant-id': theirs.tenant.id, 'x-cohabit-tenant': theirs.tenant.id },
    });
    expect(answer.body.tenantId).toBe(mine.tenant.id);
  });

  it('reaches the member of another tenant by no path through their own', async () => {
    const [mine, theirs] = casts as [Cast, Cast];
    const path = `/v1/tenants/${mine.tenant.id}/memberships/${theirs.member.userId}`;
    for (const [method, body] of [['PATCH', { roles: ['member'] }], ['DELETE']] as const) {
      const answer = await api(method, path, mine.admin.token, body);
      expect(answer).toMatchObject({ status: 404, body: { code: 'membership_not_found' } });
    }
  });

  it('cannot use an ID token', async () => {
    const [{ admin }] = casts as [Cast];
    const { idToken } = await switchTenant(installation.cognito, admin);
    const answer = await api('GET', '/v1/me', idToken);
    expect(answer).toMatchObject({ status: 401, body: { code: 'token_use_mismatch' } });
  });

  it('loses their power here with their role, not when their token ends', async () => {
    const tenant = await installation.createTenant();
    const cast = await castOf(tenant);
    const path = `/v1/tenants/${tenant.id}/memberships`;
    const { services } = installation.controlPlane;
    const { userId } = (await services.members.list(tenant.id, { limit: 10 })).items[0] ?? {};
    expect(userId).toBe(cast.admin.userId);
    await api('PATCH', `${path}/${cast.member.userId}`, cast.admin.token, { roles: ['admin'] });
    const promoted = await switchTenant(installation.cognito, cast.member);
    await api('PATCH', `${path}/${cast.admin.userId}`, promoted.accessToken, { roles: ['member'] });
    const stale = await api('GET', path, cast.admin.token);
    expect(stale).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    const fresh = await switchTenant(installation.cognito, cast.admin);
    expect(await api('GET', path, fresh.accessToken)).toMatchObject({ status: 403 });

    await api('DELETE', `${path}/${cast.admin.userId}`, promoted.accessToken);
    expect((await api('GET', '/v1/me', fresh.accessToken)).status).toBe(401);
  });

  it('cannot leave a tenant without an admin, not even two at the same moment', async () => {
    const tenant = await installation.createTenant();
    const { admin, member } = await castOf(tenant);
    const { services } = installation.controlPlane;
    const one = `/v1/tenants/${tenant.id}/memberships/${admin.userId}`;
    for (const [method, body] of [['DELETE'], ['PATCH', { roles: ['member'] }]] as const) {
      const answer = await api(method, one, admin.token, body);
      expect(answer).toMatchObject({ status: 409, body: { code: 'last_admin' } });
    }
    const promoted = { tenantId: tenant.id, userId: member.userId as `usr_${string}` };
    await services.members.changeRoles(promoted, ['admin'], 'operator:test');
    const leave = (userId: string) =>
      services.members.remove({ tenantId: tenant.id, userId: userId as `usr_${string}` }, 'operator:test');
    const results = await Promise.allSettled([leave(admin.userId), leave(member.userId)]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('an invitation', () => {
  it('tells a tenant nothing of what a person is elsewhere', async () => {
    const [, mine, theirs] = casts as [Cast, Cast, Cast];
    const { services } = installation.controlPlane;
    const path = `/v1/tenants/${mine.tenant.id}/memberships`;
    const known = { email: 'secret@person.example', name: 'Their Secret Name', roles: ['admin'] };
    await services.members.invite(theirs.tenant.id, known, 'operator:test');
    const answers = await Promise.all(
      [known.email, 'unknown@person.example'].map((email) =>
        api('POST', path, mine.admin.token, { email, roles: ['member'] }),
      ),
    );
    const [ofKnown, ofUnknown] = answers.map(({ status, body }) => ({
      status,
      keys: Object.keys(body),
      body,
    }));
    expect(ofKnown?.status).toBe(201);
    expect(ofKnown?.keys).toEqual(ofUnknown?.keys);
    expect(ofKnown?.body).toMatchObject({ name: 'secret', roles: ['member'], status: 'invited' });
    expect(JSON.stringify(ofKnown)).not.toContain('Secret Name');
  });

  it('finds the Cognito profile of a person who is in another tenant of the pool, and makes no second one', async () => {
    const [, mine, theirs] = casts as [Cast, Cast, Cast];
    const { services } = installation.controlPlane;
    const invite = (tenant: Tenant, email: string) =>
      services.members.invite(tenant.id, { email, roles: ['member'] }, 'operator:test');
    const here = await invite(mine.tenant, 'Both@person.example');
    const there = await invite(theirs.tenant, 'both@PERSON.example');
    expect(there.userId).toBe(here.userId);
    expect(there.identities).toEqual(here.identities);
  });

  it('into a tenant with its own pool is of another person, whatever the e-mail', async () => {
    const [own, , shared] = casts as [Cast, Cast, Cast];
    const { services } = installation.controlPlane;
    const invitation = { email: 'same@person.example', roles: ['member'] };
    const here = await services.members.invite(own.tenant.id, invitation, 'operator:test');
    const there = await services.members.invite(shared.tenant.id, invitation, 'operator:test');
    expect(there.userId).not.toBe(here.userId);
  });

  it('of many people at the same moment, and of one person by two tenants, all succeed', async () => {
    const [, mine, theirs] = casts as [Cast, Cast, Cast];
    const { services } = installation.controlPlane;
    const emails = Array.from({ length: 8 }, (_, i) => `crowd${i}@person.example`);
    const all = await Promise.all([
      ...emails.map((email) =>
        services.members.invite(mine.tenant.id, { email, roles: ['member'] }, 'operator:test'),
      ),
      services.members.invite(
        theirs.tenant.id,
        { email: 'crowd0@person.example', roles: ['member'] },
        'operator:test',
      ),
    ]);
    expect(new Set(all.map(({ userId }) => userId)).size).toBe(8);
  });
});

describe('a membership', () => {
  it('leaves no grant behind when it is removed', async () => {
    const { tenant, member } = casts[2] as Cast;
    const { registry, controlPlane } = installation;
    const userId = member.userId as `usr_${string}`;
    const before = await registry.get(memberships, tenant.id, userId);
    const client = tenant.placements[0] as { userPoolId: string; clientId: string };
    const partition = grantPartition(client, before?.identities[0]?.sub ?? '');
    expect((await registry.query(grants, partition, { limit: 10 })).items).toHaveLength(1);
    await controlPlane.services.members.remove({ tenantId: tenant.id, userId }, 'operator:test');
    expect((await registry.query(grants, partition, { limit: 10 })).items).toEqual([]);
  });
});

function fill(path: string, { tenant, member }: Cast): string {
  return path
    .replace('{tenantId}', tenant.id)
    .replace('{userId}', member.userId)
    .replace('{providerId}', 'workforce')
    .replace('{domain}', 'intruder.example');
}
