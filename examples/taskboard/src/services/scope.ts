import { type Authorizer, type TenantContext, tenantTransaction } from '@cohabit/sdk';
import type { Connection, Database } from '../database/database.ts';

/** What every service works with: who asks, a transaction that sees that tenant only, and the policies. */
export interface Scope {
  context: TenantContext;
  tx: Connection;
  authorizer: Authorizer;
}

/** Runs services in one transaction of the context's tenant. */
export type InTenant = <T>(context: TenantContext, work: (scope: Scope) => Promise<T>) => Promise<T>;

/** Binds the services to a database and policies. */
export function createInTenant(database: Database, authorizer: Authorizer): InTenant {
  return (context, work) => tenantTransaction(database, context, (tx) => work({ context, tx, authorizer }));
}
