import type { HistoryId, TenantId } from '../ids.ts';
import type { Collection, Versioned } from '../ports/registry.ts';

/** One thing that was done for a tenant, by whom and how it ended. Newest last. */
export interface HistoryEntry extends Versioned {
  id: HistoryId;
  tenantId: TenantId;
  /** ISO-8601. */
  at: string;
  /** Who caused it: `operator:<sub>`, `user:<userId>` or `reconciler`. */
  actor: string;
  /** Such as `user-pool.create`, `app-client.update`, `member.invite`. */
  step: string;
  outcome: 'started' | 'done' | 'failed';
  durationMs?: number;
  /** One sentence for an operator; no secrets, no personal data. */
  message?: string;
}

/** What was done for each tenant, in the order of the entries' ids. */
export const history: Collection<HistoryEntry> = {
  name: 'history',
  partition: (entry) => entry.tenantId,
  sort: (entry) => entry.id,
};
