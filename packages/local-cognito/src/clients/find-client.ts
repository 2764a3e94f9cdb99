import type { Cognito } from '../cognito.ts';
import { findPool } from '../pools/find-pool.ts';
import type { ClientRecord, PoolRecord } from '../storage/records.ts';
import { resourceNotFound } from '../wire/errors.ts';

/** A client of this pool. Throws ResourceNotFoundException. */
export function findClient(
  cognito: Pick<Cognito, 'store'>,
  poolId: string,
  clientId: string,
): { pool: PoolRecord; client: ClientRecord } {
  const pool = findPool(cognito, poolId);
  const client = cognito.store.clients.get(clientId);
  if (!client || client.poolId !== poolId)
    throw resourceNotFound(`User pool client ${clientId} does not exist.`);
  return { pool, client };
}
