import {
  type Change,
  type Clock,
  type HistoryEntry,
  history,
  isoNow,
  newId,
  put,
  type TenantId,
} from '@cohabit/core';

/** Who causes what happens: an operator by `sub`, a user by id, or the reconciler. */
export type Actor = `operator:${string}` | `user:${string}` | 'reconciler';

/** The change that writes one entry into a tenant's history; it commits with what it tells about. */
export function historyOf(
  tenantId: TenantId,
  entry: { actor: Actor; step: string; outcome: HistoryEntry['outcome']; message?: string },
  clock: Clock,
): Change {
  return put(history, { id: newId('hst', clock), tenantId, at: isoNow(clock), ...entry, version: 0 });
}
