import type { RouteEntry as ControlPlaneRoute } from '@cohabit/control-plane';
import type { RouteEntry as TaskboardRoute } from '@cohabit/taskboard';
import type { Cohabit } from 'cohabit/up';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BrowserSession, openSession } from './setup/browser-session.ts';
import { type Person, seededPeople, startFresh } from './setup/cohabit.ts';
import { type Attacker, readTenants, signEverybodyIn, type Victim } from './setup/tenant-data.ts';
import { nextCode } from './setup/totp.ts';

/** An identity provider of the attacker's. */
const intruders = {
  name: 'Intruders',
  protocol: 'oidc',
  details: { issuer: 'https://idp.intruder.example', clientId: 'c', clientSecret: 's' },
  rules: { allowedEmailDomains: ['intruder.example'] },
  ssoOnly: true,
};

/**
 * What an attacker sends in a body where a route takes one: valid, so that only the guards can refuse it. `undefined`
 * where it takes none.
 */
const bodies: Record<string, unknown> = {
  'POST /v1/tenants': {
    slug: 'intruders',
    name: 'Intruders',
    model: 'shared',
    plan: 'starter',
    firstAdmin: { email: 'intruder@example.com' },
  },
  'POST /v1/tenants/{tenantId}/memberships': { email: 'intruder@example.com', roles: ['admin'] },
  'PATCH /v1/tenants/{tenantId}/memberships/{userId}': { roles: ['admin'] },
  'PUT /v1/tenants/{tenantId}/suspension': undefined,
  'PUT /v1/tenants/{tenantId}/identity-providers/{providerId}': intruders,
  'POST /v1/tenants/{tenantId}/identity-providers/{providerId}/test': intruders,
  'PUT /v1/tenants/{tenantId}/domains/{domain}': undefined,
  'PUT /v1/tenants/{tenantId}/domains/{domain}/proof': undefined,
  'POST /v1/tenants/{tenantId}/domains/{domain}/verification': undefined,
  'PUT /v1/tenants/{tenantId}/break-glass': { userId: 'usr_00000000000000000000000000', reason: 'Intruded' },
  'POST /api/projects': { name: 'Intruded' },
  'PATCH /api/projects/{projectId}': { name: 'Intruded' },
  'POST /api/projects/{projectId}/tasks': { title: 'Intruded' },
  'PATCH /api/tasks/{taskId}': { title: 'Intruded' },
};

/** Form fields, likewise. */
const forms: Record<string, Record<string, string>> = {
  'POST /t/{slug}/projects': { name: 'Intruded', description: '' },
  'POST /t/{slug}/projects/{projectId}': { name: 'Intruded', description: '' },
  'POST /t/{slug}/projects/{projectId}/delete': {},
  'POST /t/{slug}/projects/{projectId}/tasks': { title: 'Intruded', status: 'todo', dueOn: '' },
  'POST /t/{slug}/tasks/{taskId}': { title: 'Intruded', notes: '', status: 'done', dueOn: '' },
  'POST /t/{slug}/tasks/{taskId}/move': { status: 'done' },
  'POST /t/{slug}/tasks/{taskId}/delete': {},
  'POST /t/{slug}/people': { name: 'Intruder', email: 'intruder@example.com', role: 'admin' },
};

/** Routes that anybody may call. A new one has to be added here, or the table test fails. */
const publicRoutes = {
  controlPlane: [
    'GET /',
    'GET /.well-known/cohabit',
    'GET /_local/seed',
    'GET /health',
    'GET /openapi.json',
    'GET /v1/sign-in',
  ],
  demo: [
    'GET /',
    'GET /assets/accent/{hue}',
    'GET /assets/icon.svg',
    'GET /assets/taskboard.css',
    'GET /assets/taskboard.js',
    'GET /health',
    'GET /openapi.json',
    'GET /sign-in',
    'GET /sign-in/authenticator',
    'GET /sign-in/callback',
    'GET /sign-in/code',
    'GET /sign-in/new-password',
    'GET /sign-in/password',
    'GET /t/{slug}/sign-in',
    'GET /t/{slug}/sign-in/away',
    'POST /sign-in',
    'POST /sign-in/authenticator',
    'POST /sign-in/code',
    'POST /sign-in/new-password',
    'POST /sign-in/password',
    'POST /sign-out',
    'POST /t/{slug}/sign-in',
  ],
};

/** Routes that take no id of a tenant's thing: they answer with the caller's own tenant, or refuse everybody. */
const ownOnly = new Set([
  'GET /v1/me',
  'GET /api/me',
  'GET /api/usage',
  'GET /api/projects',
  'POST /api/projects',
]);
const operatorsOnly = new Set(['POST /v1/tenants', 'GET /v1/tenants']);

/** Routes of which a body or form is missing from the tables above would be refused for that, and prove nothing. */
const takesInput = (method: string) => method === 'POST' || method === 'PATCH' || method === 'PUT';

const keyOf = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;

let cohabit: Cohabit;
let everybody: Attacker[];
let victims: Victim[];

beforeAll(async () => {
  cohabit = await startFresh();
  everybody = await signEverybodyIn(cohabit);
  victims = await readTenants(cohabit, everybody);
});

afterAll(async () => {
  await cohabit?.close();
});

function attackersNamed() {
  return seededPeople.map((seeded, at) => ({ name: `${seeded.email} of ${seeded.tenant}`, at }));
}

function attackerAt(at: number): Attacker {
  const attacker = everybody[at];
  if (!attacker) throw new Error(`There is no attacker ${at}.`);
  return attacker;
}

function othersThan({ person }: Attacker): Victim[] {
  return victims.filter(({ tenantId }) => tenantId !== person.tenantId);
}

function fill(path: string, values: Partial<Victim>): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: keyof Victim) => {
    const value = values[name];
    if (typeof value !== 'string') throw new Error(`The matrix has no value for {${name}} in ${path}.`);
    return value;
  });
}

/** Nothing of the victim may stand in an answer, but for people who belong to both tenants. */
function expectSilent(body: string, victim: Victim, { person }: Attacker, allowed: readonly string[] = []) {
  const colleagues = seededPeople
    .filter(({ tenant }) => tenant === person.tenant)
    .map(({ email }) => `${email}`);
  for (const { text, about } of victim.secrets) {
    const isShared =
      text === person.clientId ||
      (about !== undefined && colleagues.includes(about)) ||
      allowed.includes(text);
    if (!isShared) expect(body, `a secret of ${victim.slug}`).not.toContain(text);
  }
}

async function call(base: string, route: { method: string; path: string }, path: string, attacker: Attacker) {
  const body = bodies[keyOf(route)];
  return send(`${base}${path}`, { method: route.method, token: attacker.tokens.accessToken, body });
}

async function send(
  url: string,
  options: { method: string; token?: string; body?: unknown; headers?: Record<string, string> },
) {
  const response = await fetch(url, {
    method: options.method,
    redirect: 'manual',
    headers: {
      ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...options.headers,
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
  const text = await response.text();
  return { status: response.status, text };
}

/** Everything a tenant has, to see that nobody else changed it. */
async function snapshot(): Promise<unknown> {
  const admins = everybody.filter(({ person }) => person.roles.includes('admin'));
  return Promise.all(
    admins.map(async (admin) => {
      const { controlPlane, demo } = cohabit.urls;
      const get = async (url: string): Promise<{ items: { id: string; name: string }[] }> =>
        JSON.parse((await send(url, { method: 'GET', token: admin.tokens.accessToken })).text);
      const projects = await get(`${demo}/api/projects`);
      const own = projects.items.filter(({ name }) => name !== 'Intruded');
      const tasks = await Promise.all(own.map(({ id }) => get(`${demo}/api/projects/${id}/tasks`)));
      const tenant = await get(`${controlPlane}/v1/tenants/${admin.person.tenantId}`);
      const members = await get(`${controlPlane}/v1/tenants/${admin.person.tenantId}/memberships`);
      const path = `${controlPlane}/v1/tenants/${admin.person.tenantId}`;
      const providers = await get(`${path}/identity-providers`);
      const domains = await get(`${path}/domains`);
      return { own, tasks, tenant, members, providers, domains };
    }),
  );
}

const controlPlaneRoutes = (): readonly ControlPlaneRoute[] => cohabit.controlPlane.routes;
const demoRoutes = (): readonly TaskboardRoute[] => cohabit.taskboard.routes;

describe('the route tables', () => {
  it('list every public route of the control plane here', () => {
    const open = controlPlaneRoutes().filter(({ audience }) => audience === 'public');
    expect(open.map(keyOf).toSorted()).toEqual(publicRoutes.controlPlane);
  });

  it('list every public route of the taskboard here', () => {
    const open = demoRoutes().filter(({ kind }) => kind === 'open');
    expect(open.map(keyOf).toSorted()).toEqual(publicRoutes.demo);
  });

  it('have an entry here for every protected route', () => {
    const apis = [
      ...controlPlaneRoutes().filter(({ audience }) => audience !== 'public'),
      ...demoRoutes().filter(({ kind }) => kind === 'api'),
    ];
    for (const route of apis) {
      const key = keyOf(route);
      const isKnown = /\{\w+\}/.test(route.path) || ownOnly.has(key) || operatorsOnly.has(key);
      expect(isKnown, `${key} says whose things it answers with`).toBe(true);
      if (takesInput(route.method)) expect(bodies, `${key} has a valid body`).toHaveProperty([key]);
    }
    for (const route of demoRoutes().filter(({ kind }) => kind === 'page')) {
      expect(route.path, 'a page names its tenant').toMatch(/^\/t\/\{slug\}/);
      if (takesInput(route.method))
        expect(forms, `${keyOf(route)} has a valid form`).toHaveProperty([keyOf(route)]);
    }
  });
});

describe("one tenant's person at another tenant", () => {
  let before: unknown;

  beforeAll(async () => {
    before = await snapshot();
  });

  for (const { name, at } of attackersNamed()) {
    it(`gets nothing from the control plane's API: ${name}`, async () => {
      const attacker = attackerAt(at);
      const routes = controlPlaneRoutes().filter(({ audience }) => audience !== 'public');
      for (const victim of othersThan(attacker)) {
        for (const route of routes) {
          const key = keyOf(route);
          const { status, text } = await call(
            cohabit.urls.controlPlane,
            route,
            fill(route.path, victim),
            attacker,
          );
          if (ownOnly.has(key)) expect(status, key).toBe(200);
          else expect(status, `${key} at ${victim.slug}: ${text}`).toBe(operatorsOnly.has(key) ? 403 : 404);
          // Alex may see in which tenants Alex is.
          expectSilent(text, victim, attacker, key === 'GET /v1/me' ? tenantIdsOf(attacker.person) : []);
        }
      }
    });

    it(`gets nothing from the taskboard's API: ${name}`, async () => {
      const attacker = attackerAt(at);
      for (const victim of othersThan(attacker)) {
        for (const route of demoRoutes().filter(({ kind }) => kind === 'api')) {
          const key = keyOf(route);
          const { status, text } = await call(cohabit.urls.demo, route, fill(route.path, victim), attacker);
          if (Object.keys(route.tenantOwned).length > 0) expect(status, `${key}: ${text}`).toBe(404);
          else expect([200, 201, 403], `${key}: ${text}`).toContain(status);
          expectSilent(text, victim, attacker);
        }
      }
    });

    it(`gets nothing from the taskboard's pages: ${name}`, async () => {
      const attacker = attackerAt(at);
      const session = await signInToDemo(attacker.person);
      for (const victim of othersThan(attacker)) {
        const isMemberToo = tenantIdsOf(attacker.person).includes(victim.tenantId);
        for (const route of demoRoutes().filter(({ kind }) => kind === 'page')) {
          const asOwn = fill(route.path, { ...victim, slug: attacker.person.tenant });
          if (Object.keys(route.tenantOwned).length > 0) {
            const answer = await visit(session, route, asOwn);
            expect(answer.status, `${keyOf(route)} with ids of ${victim.slug}`).toBe(404);
            expectSilent(answer.body, victim, attacker);
          }
          if (isMemberToo) continue;
          const answer = await visit(session, route, fill(route.path, victim));
          expect(answer.location, keyOf(route)).toBe(`/t/${victim.slug}/sign-in`);
          expectSilent(answer.body, victim, attacker);
        }
      }
    });
  }

  it('leaves everything of every tenant as it was', async () => {
    expect(await snapshot()).toEqual(before);
    const seeded = victims.map(({ slug }) => slug).toSorted();
    const { items } = await cohabit.controlPlane.services.tenants.list({ limit: 100 });
    expect(items.map(({ slug }) => slug).toSorted()).toEqual(seeded);
  });

  it('cannot choose the tenant by a header, the query or the body', async () => {
    for (const attacker of everybody) {
      for (const victim of othersThan(attacker)) {
        const url = `${cohabit.urls.demo}/api/projects?tenant_id=${victim.tenantId}&tenantId=${victim.tenantId}&tenant=${victim.slug}`;
        const headers = {
          'x-tenant-id': victim.tenantId,
          'x-cohabit-tenant': victim.tenantId,
          'tenant-id': victim.tenantId,
          baggage: `tenant.id=${victim.tenantId}`,
          cookie: `tenant_id=${victim.tenantId}`,
        };
        const token = attacker.tokens.accessToken;
        const read = await send(url, { method: 'GET', token, headers });
        expect(read.status).toBe(200);
        expectSilent(read.text, victim, attacker);
        const body = { name: 'Intruded', tenantId: victim.tenantId, tenant_id: victim.tenantId };
        const written = await send(url, { method: 'POST', token, headers, body });
        expect([201, 400]).toContain(written.status);
      }
    }
    expect(await snapshot()).toEqual(before);
  });
});

function tenantIdsOf(person: Person): string[] {
  return everybody
    .filter((other) => other.person.email === person.email)
    .map((other) => other.person.tenantId);
}

function visit(session: BrowserSession, route: TaskboardRoute, path: string) {
  return route.method === 'GET' ? session.get(path) : session.post(path, forms[keyOf(route)] ?? {});
}

async function signInToDemo(person: Person): Promise<BrowserSession> {
  const session = openSession(cohabit.urls.demo);
  const path = `/t/${person.tenant}/sign-in`;
  await session.get(path);
  let answer = await session.post(path, { email: person.email, password: person.password });
  if (answer.location === '/sign-in/code') {
    await session.get('/sign-in/code');
    answer = await session.post('/sign-in/code', { code: await nextCode(person.totpSecret ?? '') });
  }
  expect(answer.location).toBe(`/t/${person.tenant}`);
  // A page of one's own, for a form token that is good.
  const home = await session.get(`/t/${person.tenant}`);
  expect(home.status).toBe(200);
  return session;
}
