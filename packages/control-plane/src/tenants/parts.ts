import type { Clock, Registry } from '@cohabit/core';
import type { Reconcile } from '../reconcile/reconcile.ts';

/** What the tenant services work with. */
export interface TenantParts {
  registry: Registry;
  clock: Clock;
  reconcile: Reconcile;
}
