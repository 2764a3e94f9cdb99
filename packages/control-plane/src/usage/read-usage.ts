import {
  type Clock,
  CohabitError,
  type Registry,
  requirePlan,
  type TenantId,
  usage,
  usageHour,
} from '@cohabit/core';
import { getTenant } from '../tenants/read-tenants.ts';

/** What a tenant used in a span of hours, summed over all processes that counted. */
export interface UsageReport {
  tenantId: TenantId;
  /** First and last UTC hour, both included, such as `2026-11-22T14`. */
  from: string;
  to: string;
  plan: { id: string; monthlyRequests: number };
  totals: Record<string, number>;
  hours: { hour: string; meter: string; quantity: number }[];
}

const HOUR = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3])$/;
const MAX_HOURS = 24 * 92;

/**
 * Usage by hour and meter; by default of the current month (UTC). Throws `tenant_not_found`, or `invalid_request` for a
 * span that is no span or longer than 92 days.
 */
export async function readUsage(
  parts: { registry: Registry; clock: Clock },
  tenantId: TenantId,
  span: { from?: string | undefined; to?: string | undefined },
): Promise<UsageReport> {
  const now = usageHour(parts.clock());
  const from = span.from ?? `${now.slice(0, 7)}-01T00`;
  const to = span.to ?? now;
  requireSpan(from, to);
  const tenant = await getTenant(parts.registry, tenantId);
  const sums = new Map<string, { hour: string; meter: string; quantity: number }>();
  const totals: Record<string, number> = {};
  let cursor: string | undefined;
  do {
    // Sort values go on after the hour, so the upper bound is the first value behind every one of the last hour.
    const page = await parts.registry.query(usage, tenantId, {
      limit: 1000,
      cursor,
      from,
      to: `${to}/\uffff`,
    });
    for (const { hour, meter, quantity } of page.items) {
      const sum = sums.get(`${hour}/${meter}`) ?? { hour, meter, quantity: 0 };
      sum.quantity += quantity;
      sums.set(`${hour}/${meter}`, sum);
      totals[meter] = (totals[meter] ?? 0) + quantity;
    }
    cursor = page.cursor;
  } while (cursor !== undefined);
  const { id, monthlyRequests } = requirePlan(tenant.spec.plan);
  return { tenantId, from, to, plan: { id, monthlyRequests }, totals, hours: [...sums.values()] };
}

function requireSpan(from: string, to: string): void {
  const hours = (Date.parse(`${to}:00:00Z`) - Date.parse(`${from}:00:00Z`)) / 3_600_000;
  if (HOUR.test(from) && HOUR.test(to) && hours >= 0 && hours < MAX_HOURS) return;
  throw new CohabitError(
    'invalid_request',
    `"from" and "to" must be UTC hours such as 2026-11-22T14, "from" not after "to", and at most 92 days apart.`,
    { details: { from, to } },
  );
}
