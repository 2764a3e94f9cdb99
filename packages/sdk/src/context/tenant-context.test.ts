import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { testContext } from '../testing/test-tenants.ts';
import { currentTenant, maybeCurrentTenant, runWithTenant } from './tenant-context.ts';

const acme = testContext({ tenantSlug: 'acme' });
const globex = testContext({ tenantSlug: 'globex' });

describe('tenant context', () => {
  it('is missing outside, with an error that says what to do', () => {
    expect(maybeCurrentTenant()).toBeUndefined();
    expect(() => currentTenant()).toThrow(
      expect.objectContaining({
        code: 'tenant_context_missing',
        message: expect.stringContaining('runWithTenant'),
      }),
    );
  });

  it('is there across awaits, microtasks and timers', async () => {
    const seen = await runWithTenant(acme, async () => {
      await Promise.resolve();
      await delay(1);
      const later = await new Promise((resolve) => {
        setImmediate(() => setTimeout(() => process.nextTick(() => resolve(currentTenant())), 1));
      });
      return [currentTenant(), later];
    });
    expect(seen).toEqual([acme, acme]);
    expect(maybeCurrentTenant()).toBeUndefined();
  });

  it('is there in every stage of a stream', async () => {
    const seen: unknown[] = [];
    await runWithTenant(acme, () =>
      pipeline(
        Readable.from(
          (async function* () {
            await delay(1);
            seen.push(currentTenant());
            yield 'x';
          })(),
        ),
        new Transform({
          transform(chunk, _, done) {
            seen.push(currentTenant());
            done(null, chunk);
          },
        }),
        async (source) => {
          for await (const _ of source) seen.push(currentTenant());
        },
      ),
    );
    expect(seen).toEqual([acme, acme, acme]);
  });

  it('keeps a hundred interleaved requests apart', async () => {
    const contexts = Array.from({ length: 100 }, (_, i) => testContext({ tenantSlug: `t${i}` }));
    const seen = await Promise.all(
      contexts.map((context, i) =>
        runWithTenant(context, async () => {
          const slugs: string[] = [];
          for (let step = 0; step < 5; step++) {
            await delay((i * 7 + step * 3) % 5);
            slugs.push(currentTenant().tenantSlug);
          }
          return slugs;
        }),
      ),
    );
    expect(seen).toEqual(contexts.map(({ tenantSlug }) => Array(5).fill(tenantSlug)));
  });

  it('nests, and is the outer one again after a thrown error', async () => {
    await runWithTenant(acme, async () => {
      expect(() =>
        runWithTenant(globex, () => {
          expect(currentTenant()).toBe(globex);
          throw new Error('inside');
        }),
      ).toThrow('inside');
      expect(currentTenant()).toBe(acme);
      const failing = runWithTenant(globex, async () => {
        await delay(1);
        throw new Error(currentTenant().tenantSlug);
      });
      await expect(failing).rejects.toThrow('globex');
      expect(currentTenant()).toBe(acme);
    });
    expect(maybeCurrentTenant()).toBeUndefined();
  });
});
