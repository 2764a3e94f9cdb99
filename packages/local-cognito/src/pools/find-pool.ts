import type { Cognito } from '../cognito.ts';
import { describeDomains } from '../domains/domain.ts';
import type { PoolRecord } from '../storage/records.ts';
import { resourceNotFound } from '../wire/errors.ts';

/** Throws ResourceNotFoundException. */
export function findPool(cognito: Pick<Cognito, 'store'>, poolId: string): PoolRecord {
  const pool = cognito.store.pools.get(poolId);
  if (!pool) throw resourceNotFound(`User pool ${poolId} does not exist.`);
  return pool;
}

/** Throws ResourceNotFoundException, also for the ARN of another Region, account or kind of resource. */
export function findPoolByArn(cognito: Pick<Cognito, 'store'>, arn: string): PoolRecord {
  const pool = findPool(cognito, arn.slice(arn.lastIndexOf('/') + 1));
  if (pool.pool.Arn !== arn) throw resourceNotFound(`Resource ${arn} does not exist.`);
  return pool;
}

/** `UserPoolType` as the wire shows it. */
export function describePool(cognito: Pick<Cognito, 'store'>, { id, pool }: PoolRecord): object {
  return {
    ...pool,
    ...describeDomains(cognito, id),
    EstimatedNumberOfUsers: cognito.store.users.count(id),
  };
}
