import { describe, expect, it } from 'vitest';
import { createSigningKey, signToken } from '../testing/test-issuer.ts';
import { verifyScene } from '../testing/verify-scene.ts';

const second = createSigningKey('second');
const strange = createSigningKey('strange');

async function scene() {
  const made = await verifyScene();
  const { acme } = made.tenants;
  return {
    ...made,
    verifyWith: (key: typeof second) => made.verifier.verify(signToken(key, made.accessClaims(acme.id))),
    [Symbol.asyncDispose]: () => made[Symbol.asyncDispose](),
  };
}

const suspicious = { code: 'token_signature_invalid' };
const unavailable = { code: 'issuer_unavailable' };

describe('keys of an issuer', () => {
  it('are read again when a token names a new key', async () => {
    await using s = await scene();
    await s.verifyWith(s.key);
    s.jwks.keys = [s.key, second];
    s.time.nowMs += 10_000;
    expect(await s.verifyWith(second)).toMatchObject({ kind: 'tenant' });
    expect(await s.verifyWith(s.key)).toMatchObject({ kind: 'tenant' });
    expect(s.jwks.requests).toHaveLength(2);
  });

  it('are read at most once in 10 seconds however many unknown keys tokens name', async () => {
    await using s = await scene();
    await s.verifyWith(s.key);
    for (let i = 0; i < 50; i++)
      await expect(s.verifyWith({ ...strange, kid: `k${i}` })).rejects.toMatchObject(suspicious);
    expect(s.jwks.requests).toHaveLength(1);
    s.time.nowMs += 10_000;
    const tries = Array.from({ length: 50 }, (_, i) => s.verifyWith({ ...strange, kid: `k${i}` }));
    for (const result of await Promise.allSettled(tries)) expect(result.status).toBe('rejected');
    expect(s.jwks.requests).toHaveLength(2);
  });

  it('are waited for together while the endpoint is slow', async () => {
    await using s = await scene();
    let answer = () => {};
    s.jwks.answer = (_, response) => {
      answer = () => response.end(JSON.stringify({ keys: [s.key.jwk] }));
    };
    const early = s.verifyWith(s.key);
    await expect.poll(() => s.jwks.requests.length).toBe(1);
    s.time.nowMs += 60_000;
    const late = s.verifyWith(s.key);
    await new Promise((resolve) => setTimeout(resolve, 50));
    answer();
    expect((await Promise.all([early, late])).map(({ kind }) => kind)).toEqual(['tenant', 'tenant']);
    expect(s.jwks.requests).toHaveLength(1);
  });

  it('end after 10 minutes when the issuer withdrew them, for seen tokens too', async () => {
    await using s = await scene();
    const token = s.accessToken(s.tenants.acme.id);
    await s.verifier.verify(token);
    s.jwks.keys = [second];
    s.time.nowMs += 600_000;
    await s.verifier.verify(token);
    await expect.poll(() => s.jwks.requests.length).toBe(2);
    await expect.poll(() => s.verifier.verify(token).catch((e) => e.code)).toBe('token_signature_invalid');
  });

  it('go on working when they cannot be read again', async () => {
    await using s = await scene();
    await s.verifyWith(s.key);
    s.jwks.answer = (_, response) => response.writeHead(500).end();
    s.time.nowMs += 600_000;
    await s.verifyWith(s.key);
    await expect.poll(() => s.jwks.requests.length).toBe(2);
    expect(await s.verifyWith(s.key)).toMatchObject({ kind: 'tenant' });
    s.time.nowMs += 1_000;
    await expect(s.verifyWith(second)).rejects.toMatchObject(unavailable);
  });

  it('are unavailable while the endpoint answers nothing usable, and are there as soon as it does', async () => {
    await using s = await scene();
    const huge = JSON.stringify({ keys: [s.key.jwk], padding: 'x'.repeat(70_000) });
    const weak = createSigningKey(s.key.kid, 1024);
    const good = JSON.stringify({ keys: [s.key.jwk] });
    const answers: { status: number; body: string; headers?: Record<string, string> }[] = [
      { status: 500, body: good },
      { status: 200, body: '<html>' },
      { status: 200, body: '[]' },
      { status: 200, body: '{"keys":[]}' },
      { status: 200, body: huge },
      { status: 200, body: JSON.stringify({ keys: [weak.jwk] }) },
      { status: 200, body: JSON.stringify({ keys: [{ ...s.key.jwk, use: 'enc' }] }) },
      { status: 302, body: '', headers: { location: '/elsewhere' } },
    ];
    for (const { status, body, headers } of answers) {
      s.jwks.answer = (request, response) => {
        if (request.url === '/elsewhere') response.end(good);
        else response.writeHead(status, headers).end(body);
      };
      await expect(s.verifyWith(s.key)).rejects.toMatchObject(unavailable);
      s.time.nowMs += 1_000;
    }
    expect(s.jwks.requests).toHaveLength(answers.length);
    s.jwks.answer = undefined;
    expect(await s.verifyWith(s.key)).toMatchObject({ kind: 'tenant' });
  });

  it('are unavailable when the endpoint drips for longer than 3 seconds', async () => {
    await using s = await scene();
    s.jwks.answer = (_, response) => {
      const drip = setInterval(() => response.write(' '), 200);
      response.on('close', () => clearInterval(drip));
    };
    await expect(s.verifyWith(s.key)).rejects.toMatchObject(unavailable);
  });

  it('are unavailable when nothing listens, and are not asked for again within a second', async () => {
    await using s = await scene();
    s.jwks.answer = (request) => request.socket.destroy();
    for (let i = 0; i < 5; i++) await expect(s.verifyWith(s.key)).rejects.toMatchObject(unavailable);
    const after = s.jwks.requests.length;
    for (let i = 0; i < 5; i++) await expect(s.verifyWith(s.key)).rejects.toMatchObject(unavailable);
    expect(s.jwks.requests).toHaveLength(after);
  });
});
