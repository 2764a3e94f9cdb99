import { once } from 'node:events';
import { createServer, request as httpRequest, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { newId, overwrite, tenants, type UsageRecord } from '@cohabit/core';
import { getRequestListener } from '@hono/node-server';
import express from 'express';
import { Hono } from 'hono';
import { streamText } from 'hono/streaming';
import { describe, expect, it } from 'vitest';
import { currentTenant, maybeCurrentTenant } from '../context/tenant-context.ts';
import { createMeter, type Meter } from '../meter/meter.ts';
import { signToken } from '../testing/test-issuer.ts';
import { operatorsClient, sharedClient } from '../testing/test-tenants.ts';
import { verifyScene } from '../testing/verify-scene.ts';
import type { Verifier } from '../verify/verifier.ts';
import { tenantMiddleware as expressMiddleware } from './express.ts';
import { tenantMiddleware as honoMiddleware } from './hono.ts';

type Made = { verifier: Verifier; meter: Meter };

function expressApp(options: Made): RequestListener {
  const app = express();
  app.get('/open', (_, response) => void response.json({ tenant: maybeCurrentTenant()?.tenantSlug ?? null }));
  app.use(expressMiddleware(options), express.json());
  app.all('/tenant', async (_, response) => {
    await delay(1);
    response.json({ tenant: currentTenant().tenantSlug });
  });
  app.get('/stream', async (_, response) => {
    for (let i = 0; i < 3; i++) {
      await delay(1);
      response.write(`${currentTenant().tenantSlug} `);
    }
    response.end();
  });
  app.get('/fails', async () => {
    throw new Error('of the handler');
  });
  app.use(((_error, _request, response, _next) => {
    response.status(418).json({ tenant: maybeCurrentTenant()?.tenantSlug ?? null });
  }) satisfies express.ErrorRequestHandler);
  return app;
}

function honoApp(options: Made): RequestListener {
  const app = new Hono();
  app.get('/open', (c) => c.json({ tenant: maybeCurrentTenant()?.tenantSlug ?? null }));
  app.use(honoMiddleware(options));
  app.all('/tenant', async (c) => {
    await delay(1);
    return c.json({ tenant: currentTenant().tenantSlug });
  });
  app.get('/stream', (c) =>
    streamText(c, async (stream) => {
      for (let i = 0; i < 3; i++) {
        await delay(1);
        await stream.write(`${currentTenant().tenantSlug} `);
      }
    }),
  );
  app.get('/fails', () => {
    throw new Error('of the handler');
  });
  app.onError((_, c) => c.json({ tenant: maybeCurrentTenant()?.tenantSlug ?? null }, 418));
  return getRequestListener(app.fetch);
}

async function serve(makeApp: (options: Made) => RequestListener) {
  const scene = await verifyScene();
  const written: UsageRecord[] = [];
  const meter = createMeter({ sink: { write: async (records) => void written.push(...records) } });
  const server = createServer(makeApp({ verifier: scene.verifier, meter })).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;

  /** Sends each header line as it is, which `fetch` does not. */
  async function getWith(path: string, lines: string[]): Promise<Response> {
    const request = httpRequest(`${origin}${path}`, { headers: ['Host', 'product.example', ...lines] }).end();
    const [message] = await once(request, 'response');
    const body = Buffer.concat(await message.toArray()).toString();
    return new Response(body, { status: message.statusCode, headers: message.headers });
  }

  return {
    ...scene,
    getWith,
    get: (path: string, token: string, init: RequestInit = {}) =>
      fetch(origin + path, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } }),
    fetch: (path: string) => fetch(origin + path),
    async countedRequests() {
      await meter.flush();
      return written.at(-1)?.quantity ?? 0;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await meter[Symbol.asyncDispose]();
      await scene[Symbol.asyncDispose]();
    },
  };
}

describe.for([
  ['Hono', honoApp],
  ['Express', expressApp],
] as const)('tenantMiddleware for %s', ([, makeApp]) => {
  it('runs handlers in the tenant context and counts each request', async () => {
    await using s = await serve(makeApp);
    const { acme, initech } = s.tenants;
    const answers = await Promise.all(
      [acme, initech, acme, initech].map(async (tenant) => {
        const token = tenant === acme ? s.accessToken(acme.id) : s.accessToken(tenant.id, sharedClient);
        return (await (await s.get('/tenant', token)).json()) as { tenant: string };
      }),
    );
    expect(answers.map(({ tenant }) => tenant)).toEqual(['acme', 'initech', 'acme', 'initech']);
    expect(await (await s.fetch('/open')).json()).toEqual({ tenant: null });
    await s.get('/tenant', s.accessToken(initech.id, sharedClient));
    expect(await s.countedRequests()).toBe(3);
  });

  it('keeps the context in a response that streams', async () => {
    await using s = await serve(makeApp);
    const response = await s.get('/stream', s.accessToken(s.tenants.acme.id));
    expect(await response.text()).toBe('acme acme acme ');
  });

  it('leaves errors of handlers to the framework', async () => {
    await using s = await serve(makeApp);
    expect((await s.get('/fails', s.accessToken(s.tenants.acme.id))).status).toBe(418);
  });

  it('takes the scheme in any case', async () => {
    await using s = await serve(makeApp);
    for (const scheme of ['bearer', 'BEARER', 'Bearer  ']) {
      const lines = ['Authorization', `${scheme} ${s.accessToken(s.tenants.acme.id)}`];
      expect((await s.getWith('/tenant', lines)).status).toBe(200);
    }
  });

  it('answers a request without one Bearer token with a problem and a challenge', async () => {
    await using s = await serve(makeApp);
    const token = s.accessToken(s.tenants.acme.id);
    const realm = 'Bearer realm="cohabit"';
    const cases: [string[], number, string, string][] = [
      [[], 401, 'unauthenticated', realm],
      [['Authorization', ''], 401, 'unauthenticated', realm],
      [['Authorization', token], 401, 'unauthenticated', realm],
      [['Authorization', `Basic ${token}`], 401, 'unauthenticated', realm],
      [['Authorization', `Bearer ${token} ${token}`], 401, 'unauthenticated', realm],
      [['Cookie', `Authorization=Bearer ${token}`], 401, 'unauthenticated', realm],
      [
        ['Authorization', `Bearer ${token}`, 'authorization', `Bearer ${token}`],
        400,
        'invalid_request',
        `${realm}, error="invalid_request"`,
      ],
    ];
    for (const [lines, status, code, challenge] of cases) {
      const response = await s.getWith('/tenant', lines);
      expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(response.headers.get('www-authenticate')).toBe(challenge);
      const body = await response.text();
      expect(JSON.parse(body)).toMatchObject({ status, code });
      expect(response.status).toBe(status);
      expect(body).not.toContain(token.slice(-20));
    }
    expect(await s.countedRequests()).toBe(0);
  });

  it('answers a bad token, a suspended tenant and an unreachable issuer each in its own way', async () => {
    await using s = await serve(makeApp);
    const { acme } = s.tenants;
    s.jwks.answer = (_, response) => response.writeHead(500).end();
    const unreachable = await s.get('/tenant', s.accessToken(acme.id));
    expect(await unreachable.json()).toMatchObject({ status: 503, code: 'issuer_unavailable' });
    expect(unreachable.headers.get('www-authenticate')).toBeNull();
    s.jwks.answer = undefined;
    s.time.nowMs += 1_000;

    const idToken = await s.get('/tenant', signToken(s.key, s.idClaims(acme.id)));
    expect(await idToken.json()).toMatchObject({ status: 401, code: 'token_use_mismatch' });
    expect(idToken.headers.get('www-authenticate')).toBe(
      'Bearer realm="cohabit", error="invalid_token", error_description="token_use_mismatch"',
    );
    const operators = await s.get('/tenant', s.accessToken(acme.id, operatorsClient));
    expect(await operators.json()).toMatchObject({ code: 'token_client_unknown' });

    const spec = { ...acme.spec, desired: 'suspended' as const };
    await s.registry.commit([overwrite(tenants, { ...acme, spec })]);
    const suspended = await s.get('/tenant', s.accessToken(acme.id));
    expect(await suspended.json()).toMatchObject({ status: 403, code: 'tenant_suspended' });
    expect(suspended.headers.get('www-authenticate')).toBeNull();
    expect(await s.countedRequests()).toBe(0);
  });

  it('never reads a tenant from headers, query or body', async () => {
    await using s = await serve(makeApp);
    const { acme, globex } = s.tenants;
    for (const id of [globex.id, globex.slug, newId('tnt')]) {
      const response = await s.get(
        `/tenant?tenant_id=${id}&tenantId=${id}&tenant=${id}`,
        s.accessToken(acme.id),
        {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'x-tenant-id': id,
            'tenant-id': id,
            'x-cohabit-tenant': id,
            baggage: `tenant.id=${id}`,
          },
          body: JSON.stringify({ tenant_id: id, tenantId: id, tenant: id }),
        },
      );
      expect(await response.json()).toEqual({ tenant: 'acme' });
    }
  });
});
