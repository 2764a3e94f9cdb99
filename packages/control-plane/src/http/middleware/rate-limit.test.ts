import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import type { AppEnv } from '../registrar.ts';
import { rateLimit } from './rate-limit.ts';

function limited() {
  let now = 0;
  const app = new Hono<AppEnv>();
  app.use(rateLimit({ burst: 2, perSecond: 1, clock: () => now }));
  app.get('/', (c) => c.text('in'));
  return {
    wait(ms: number) {
      now += ms;
    },
    ask: (address: string) =>
      app.fetch(new Request('http://localhost/'), { incoming: { socket: { remoteAddress: address } } }),
  };
}

describe('rateLimit', () => {
  it('lets a burst through, then as many as time allows', async () => {
    const { ask, wait } = limited();
    const statuses = async (count: number) => {
      const answers = await Promise.all(Array.from({ length: count }, () => ask('10.0.0.1')));
      return answers.map(({ status }) => status);
    };
    expect(await statuses(3)).toEqual([200, 200, 429]);
    wait(1000);
    expect(await statuses(2)).toEqual([200, 429]);
    wait(60_000);
    expect(await statuses(3)).toEqual([200, 200, 429]);
  });

  it('says when to come again and counts each address for itself', async () => {
    const { ask } = limited();
    await ask('10.0.0.1');
    await ask('10.0.0.1');
    const refused = await ask('10.0.0.1');
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await refused.json()).toMatchObject({ status: 429, code: 'rate_limited' });
    expect((await ask('10.0.0.2')).status).toBe(200);
  });
});
