import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareKeys } from '../ports/key-order.ts';
import { type UsageRecord, usage, usageHour } from './usage.ts';

const HOUR_MS = 3_600_000;

function sortOf(hour: string): string {
  const record: UsageRecord = {
    tenantId: 'tnt_00000000000000000000000001',
    meter: 'requests',
    hour,
    source: 'process-1',
    quantity: 1,
    version: 0,
  };
  return usage.sort(record);
}

describe('usage', () => {
  it.each([
    ['2026-11-22T14:00:00.000Z', '2026-11-22T14'],
    ['2026-11-22T14:59:59.999Z', '2026-11-22T14'],
    ['2026-11-22T15:00:00.000Z', '2026-11-22T15'],
    ['2026-11-22T23:30:00.000-05:00', '2026-11-23T04'],
    ['2028-02-29T00:00:00.000Z', '2028-02-29T00'],
  ])('at %s belongs to the UTC hour %s', (time, hour) => {
    expect(usageHour(Date.parse(time))).toBe(hour);
  });

  it('belongs to the same hour exactly when it is counted within the same 3,600 seconds', () => {
    const times = fc.integer({ min: 0, max: 4_102_444_800_000 });
    fc.assert(
      fc.property(times, fc.integer({ min: 0, max: 3 * HOUR_MS }), (time, later) => {
        const isSame = Math.floor(time / HOUR_MS) === Math.floor((time + later) / HOUR_MS);
        expect(usageHour(time) === usageHour(time + later)).toBe(isSame);
        expect(usageHour(time) <= usageHour(time + later)).toBe(true);
      }),
    );
  });

  it('is read from the first to the last hour with the bounds that its docstring gives', () => {
    const inside = (sort: string) =>
      compareKeys(sort, '2026-11-22T14') >= 0 && compareKeys(sort, '2026-11-22T15~') <= 0;
    expect(['2026-11-22T14', '2026-11-22T15'].map(sortOf).every(inside)).toBe(true);
    expect(['2026-11-22T13', '2026-11-22T16'].map(sortOf).some(inside)).toBe(false);
  });
});
