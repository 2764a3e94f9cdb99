import { usageHour } from '@cohabit/core';
import type { TenantContext } from '@cohabit/sdk';
import type { ControlPlaneClient } from '../control-plane/client.ts';

const HOUR_MS = 3_600_000;
const CHART_HOURS = 24;

export interface TenantUsage {
  plan: { id: string; monthlyRequests: number };
  /** Requests in this calendar month (UTC). */
  requestsThisMonth: number;
  /** Requests in each of the last 24 UTC hours, oldest first. */
  lastHours: { hour: string; requests: number }[];
}

/** What the person's tenant used, asked of the control plane with their own token. */
export async function readTenantUsage(
  controlPlane: ControlPlaneClient,
  request: { context: TenantContext; accessToken: string; now: number },
): Promise<TenantUsage> {
  const { context, accessToken, now } = request;
  const hours = Array.from({ length: CHART_HOURS }, (_, i) =>
    usageHour(now - (CHART_HOURS - 1 - i) * HOUR_MS),
  );
  const to = usageHour(now);
  const monthStart = `${to.slice(0, 7)}-01T00`;
  const first = hours[0] ?? to;
  const from = first < monthStart ? first : monthStart;
  const report = await controlPlane.usage(accessToken, context.tenantId, { from, to });
  const requests = report.hours.filter((entry) => entry.meter === 'requests');
  const sum = (entries: typeof requests) => entries.reduce((total, entry) => total + entry.quantity, 0);
  return {
    plan: report.plan,
    requestsThisMonth: sum(requests.filter((entry) => entry.hour >= monthStart)),
    lastHours: hours.map((hour) => ({
      hour,
      requests: sum(requests.filter((entry) => entry.hour === hour)),
    })),
  };
}
