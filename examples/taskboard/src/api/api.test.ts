import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Tenant } from '@cohabit/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD, startInstallation, type TestInstallation } from '../testing/installation.ts';

interface Answer {
  status: number;
  body: Record<string, unknown>;
  headers: Headers;
}

describe('the JSON API', () => {
  let installation: TestInstallation;
  let tokens: { admin: string; idToken: string; stranger: string };
  let project: string;
  let task: string;

  async function signIn(tenant: Tenant, email: string) {
    const client = new CognitoIdentityProviderClient({
      region: 'us-east-1',
      endpoint: installation.cognitoEndpoint,
    });
    const answer = await client.send(
      new InitiateAuthCommand({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: tenant.placements[0]?.clientId,
        AuthParameters: { USERNAME: email, PASSWORD },
      }),
    );
    client.destroy();
    return answer.AuthenticationResult;
  }

  async function call(method: string, path: string, token?: string, body?: unknown): Promise<Answer> {
    const response = await installation.taskboard.app.request(path, {
      method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : {}, headers: response.headers };
  }

  beforeAll(async () => {
    installation = await startInstallation();
    const [ours, theirs] = await Promise.all([
      installation.createTenant('user-pool'),
      installation.createTenant('shared'),
    ]);
    await installation.addPerson(ours, 'admin@ours.example', { roles: ['admin'] });
    await installation.addPerson(theirs, 'admin@theirs.example', { roles: ['admin'] });
    const admin = await signIn(ours, 'admin@ours.example');
    const stranger = await signIn(theirs, 'admin@theirs.example');
    tokens = {
      admin: admin?.AccessToken ?? '',
      idToken: admin?.IdToken ?? '',
      stranger: stranger?.AccessToken ?? '',
    };
    project = String((await call('POST', '/api/projects', tokens.admin, { name: 'Ours' })).body.id);
    task = String(
      (await call('POST', `/api/projects/${project}/tasks`, tokens.admin, { title: 'First' })).body.id,
    );
  });
  afterAll(() => installation[Symbol.asyncDispose]());

  it('creates, reads, changes and deletes projects and tasks', async () => {
    const made = await call('POST', '/api/projects', tokens.admin, { name: ' Tidy ', description: 'up' });
    expect(made.status).toBe(201);
    const path = made.headers.get('location') ?? '';
    expect((await call('GET', path, tokens.admin)).body).toMatchObject({ name: 'Tidy', description: 'up' });
    expect((await call('PATCH', path, tokens.admin, { name: 'Tidier' })).body).toMatchObject({
      name: 'Tidier',
      description: 'up',
    });
    const added = await call('POST', `${path}/tasks`, tokens.admin, { title: 'Desk', dueOn: '2026-12-01' });
    const changed = await call('PATCH', `/api/tasks/${added.body.id}`, tokens.admin, {
      status: 'done',
      dueOn: null,
    });
    expect(changed.body).toMatchObject({ title: 'Desk', status: 'done', dueOn: null });
    expect((await call('GET', `${path}/tasks`, tokens.admin)).body.items).toHaveLength(1);
    expect((await call('DELETE', `/api/tasks/${added.body.id}`, tokens.admin)).status).toBe(204);
    expect((await call('DELETE', path, tokens.admin)).status).toBe(204);
    expect((await call('GET', path, tokens.admin)).status).toBe(404);
  });

  it('says who is calling from the token alone', async () => {
    const me = await call('GET', '/api/me?tenant_id=tnt_other', tokens.admin);
    expect(me.body).toMatchObject({ roles: ['admin'], tenant: { plan: 'starter' } });
    expect(me.body).not.toEqual((await call('GET', '/api/me', tokens.stranger)).body);
  });

  it('answers usage of the own tenant', async () => {
    const { status, body } = await call('GET', '/api/usage', tokens.admin);
    expect(status).toBe(200);
    expect(body.requestsThisMonth).toBeGreaterThan(0);
  });

  it('answers not found for every id of another tenant', async () => {
    const attempts: [string, string, unknown?][] = [
      ['GET', `/api/projects/${project}`],
      ['PATCH', `/api/projects/${project}`, { name: 'Mine' }],
      ['DELETE', `/api/projects/${project}`],
      ['GET', `/api/projects/${project}/tasks`],
      ['POST', `/api/projects/${project}/tasks`, { title: 'Mine' }],
      ['GET', `/api/tasks/${task}`],
      ['PATCH', `/api/tasks/${task}`, { title: 'Mine' }],
      ['DELETE', `/api/tasks/${task}`],
    ];
    for (const [method, path, body] of attempts) {
      const answer = await call(method, path, tokens.stranger, body);
      expect([method, path, answer.status, answer.body.code]).toEqual([method, path, 404, 'not_found']);
    }
    expect((await call('GET', '/api/projects', tokens.stranger)).body.items).toEqual([]);
    expect((await call('GET', `/api/tasks/${task}`, tokens.admin)).status).toBe(200);
  });

  it('refuses every route without a token, with an ID token and with a tampered one', async () => {
    const [head = '', payload = '', signature = ''] = tokens.admin.split('.');
    const claims = { ...JSON.parse(Buffer.from(payload, 'base64url').toString()), roles: ['owner'] };
    const tampered = [head, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.');
    for (const route of installation.taskboard.routes.filter(({ kind }) => kind === 'api')) {
      const path = route.path.replace('{projectId}', project).replace('{taskId}', task);
      for (const token of [undefined, tokens.idToken, tampered, 'nonsense']) {
        const answer = await call(route.method, path, token);
        expect([route.path, answer.status]).toEqual([route.path, 401]);
        expect(answer.headers.get('content-type')).toBe('application/problem+json');
      }
    }
  });

  it.each([
    ['malformed JSON', '{"name":', 400, 'invalid_request'],
    ['no name', {}, 400, 'invalid_request'],
    ['a tenant id in the body', { name: 'x', tenantId: 'tnt_other' }, 400, 'invalid_request'],
    ['a name that is too long', { name: 'x'.repeat(81) }, 400, 'invalid_request'],
    ['a body that is too large', { name: 'x'.repeat(70_000) }, 413, 'body_too_large'],
  ])('refuses %s as a problem', async (_what, body, status, code) => {
    const answer = await call('POST', '/api/projects', tokens.admin, body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  });

  it('has every route that the server knows in its route table', () => {
    const registered = installation.taskboard.app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
    const listed = installation.taskboard.routes.map(({ method, path }) => `${method} ${path}`);
    expect([...new Set(registered)].toSorted()).toEqual(listed.toSorted());
  });

  it('describes every route of the API in its OpenAPI document', async () => {
    const { body } = await call('GET', '/openapi.json');
    const described = Object.entries(body.paths as Record<string, object>).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const api = installation.taskboard.routes.filter(({ kind }) => kind === 'api');
    expect(described.toSorted()).toEqual(api.map(({ method, path }) => `${method} ${path}`).toSorted());
  });

  it('is healthy while Postgres answers', async () => {
    expect((await call('GET', '/health')).status).toBe(200);
  });
});
