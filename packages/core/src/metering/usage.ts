import type { TenantId } from '../ids.ts';
import type { Collection, Versioned } from '../ports/registry.ts';

/**
 * What one process counted for a tenant in one hour, so far. Each process overwrites only its own record, so counting
 * needs no lock and writing twice counts once; the usage of a tenant is the sum over processes.
 */
export interface UsageRecord extends Versioned {
  tenantId: TenantId;
  meter: string;
  /** UTC hour such as `2026-11-22T14`. */
  hour: string;
  /** Which process counted, unique per start. */
  source: string;
  quantity: number;
}

/**
 * Usage by tenant, then hour, meter and source. To read the hours `a` to `b`, query from `a` to `b~`: `~` stands after
 * the `/` that follows an hour.
 */
export const usage: Collection<UsageRecord> = {
  name: 'usage',
  partition: (record) => record.tenantId,
  sort: (record) => `${record.hour}/${record.meter}/${record.source}`,
};

/** The UTC hour of a time in epoch milliseconds. */
export function usageHour(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 13);
}
