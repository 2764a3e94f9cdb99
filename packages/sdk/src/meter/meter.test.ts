import { setTimeout as delay } from 'node:timers/promises';
import { newId, type UsageRecord, usage } from '@cohabit/core';
import { describe, expect, it } from 'vitest';
import { createMapRegistry } from '../testing/map-registry.ts';
import { createMeter } from './meter.ts';
import { registryUsageSink } from './registry-usage-sink.ts';

const acme = newId('tnt');
const globex = newId('tnt');
const NEVER_MS = 3_600_000;

/** Sums the records of a tenant as readers of usage do. */
async function usageOf(registry: ReturnType<typeof createMapRegistry>['registry'], tenantId: typeof acme) {
  const { items } = await registry.query(usage, tenantId, { limit: 1000 });
  const sums: Record<string, number> = {};
  for (const { hour, meter, quantity } of items) {
    const key = `${hour} ${meter}`;
    sums[key] = (sums[key] ?? 0) + quantity;
  }
  return sums;
}

function scene() {
  const { registry } = createMapRegistry();
  const time = { nowMs: Date.UTC(2026, 10, 22, 14, 59) };
  const clock = () => time.nowMs;
  const real = registryUsageSink(registry);
  const sink = {
    failures: 0,
    written: [] as UsageRecord[],
    async write(records: UsageRecord[]) {
      if (sink.failures > 0) {
        sink.failures--;
        throw new Error('the registry is locked');
      }
      sink.written.push(...records);
      await real.write(records);
    },
  };
  return { registry, time, sink, meter: () => createMeter({ sink, clock, flushIntervalMs: NEVER_MS }) };
}

describe('meter', () => {
  it('counts by tenant, meter and UTC hour', async () => {
    const { registry, time, meter } = scene();
    await using counting = meter();
    counting.count(acme, 'requests');
    counting.count(acme, 'requests', 4);
    counting.count(acme, 'exports', 2);
    counting.count(globex, 'requests', 7);
    time.nowMs += 60_000;
    counting.count(acme, 'requests', 10);
    await counting.flush();
    expect(await usageOf(registry, acme)).toEqual({
      '2026-11-22T14 requests': 5,
      '2026-11-22T14 exports': 2,
      '2026-11-22T15 requests': 10,
    });
    expect(await usageOf(registry, globex)).toEqual({ '2026-11-22T14 requests': 7 });
  });

  it('writes cumulative records, and only those that changed', async () => {
    const { sink, meter } = scene();
    await using counting = meter();
    counting.count(acme, 'requests');
    counting.count(globex, 'requests');
    await counting.flush();
    counting.count(acme, 'requests');
    await counting.flush();
    await counting.flush();
    expect(sink.written.map((r) => [r.tenantId, r.quantity])).toEqual([
      [acme, 1],
      [globex, 1],
      [acme, 2],
    ]);
  });

  it('loses nothing when the sink fails, also of an hour that ended meanwhile', async () => {
    const { registry, time, sink, meter } = scene();
    await using counting = meter();
    counting.count(acme, 'requests', 3);
    sink.failures = 2;
    await expect(counting.flush()).rejects.toThrow('locked');
    time.nowMs += 5 * 3_600_000;
    counting.count(acme, 'requests');
    await expect(counting.flush()).rejects.toThrow('locked');
    await counting.flush();
    expect(await usageOf(registry, acme)).toEqual({
      '2026-11-22T14 requests': 3,
      '2026-11-22T19 requests': 1,
    });
  });

  it('goes on where it was when the clock is set back over the hour', async () => {
    const { registry, time, meter } = scene();
    await using counting = meter();
    counting.count(acme, 'requests', 3);
    time.nowMs += 120_000;
    await counting.flush();
    time.nowMs -= 120_000;
    counting.count(acme, 'requests');
    await counting.flush();
    expect(await usageOf(registry, acme)).toEqual({ '2026-11-22T14 requests': 4 });
  });

  it('never lets a slow flush overwrite a later one', async () => {
    const { registry, sink, meter } = scene();
    await using counting = meter();
    counting.count(acme, 'requests');
    const write = sink.write;
    sink.write = async (records) => {
      sink.write = write;
      await delay(20);
      await write(records);
    };
    const slow = counting.flush();
    await Promise.resolve();
    counting.count(acme, 'requests');
    await Promise.all([slow, counting.flush()]);
    expect(await usageOf(registry, acme)).toEqual({ '2026-11-22T14 requests': 2 });
  });

  it('adds up over two processes and over a restart', async () => {
    const { registry, meter } = scene();
    await using other = meter();
    for (const quantity of [2, 3]) {
      await using one = meter();
      one.count(acme, 'requests', quantity);
      other.count(acme, 'requests', 10);
      await other.flush();
    }
    expect(await usageOf(registry, acme)).toEqual({ '2026-11-22T14 requests': 25 });
  });

  it('flushes when it is disposed of, through passing failures', async () => {
    const { registry, sink, meter } = scene();
    const counting = meter();
    counting.count(acme, 'requests');
    sink.failures = 2;
    await counting[Symbol.asyncDispose]();
    expect(await usageOf(registry, acme)).toEqual({ '2026-11-22T14 requests': 1 });
    expect(() => counting.count(acme, 'requests')).toThrow('closed');
  });

  it('says so when it is disposed of and the sink goes on failing', async () => {
    const { sink, meter } = scene();
    const counting = meter();
    counting.count(acme, 'requests');
    sink.failures = 100;
    await expect(counting[Symbol.asyncDispose]()).rejects.toThrow('locked');
  });

  it('flushes by itself, again after a failure', async () => {
    const { registry, sink } = scene();
    sink.failures = 1;
    await using counting = createMeter({ sink, flushIntervalMs: 5 });
    counting.count(acme, 'requests');
    await expect.poll(async () => Object.values(await usageOf(registry, acme))).toEqual([1]);
  });

  it('writes more records than one commit may hold', async () => {
    const { registry, meter } = scene();
    const sizes: number[] = [];
    const commit = registry.commit;
    registry.commit = (changes) => {
      sizes.push(changes.length);
      return commit(changes);
    };
    await using counting = meter();
    for (let i = 0; i < 250; i++) counting.count(acme, `meter${i}`);
    await counting.flush();
    expect(sizes).toEqual([100, 100, 50]);
  });

  it('refuses quantities that are not whole and positive', async () => {
    await using counting = scene().meter();
    for (const quantity of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => counting.count(acme, 'requests', quantity)).toThrow('whole number');
    }
  });
});
