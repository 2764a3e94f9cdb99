import * as z from 'zod';
import type { Cognito } from '../cognito.ts';
import { unavailableInTier } from '../pools/tiers.ts';
import type { PoolRecord } from '../storage/records.ts';
import { documentKind } from '../storage/store.ts';
import { CognitoError, invalidParameter, resourceNotFound } from '../wire/errors.ts';
import { matching, userPoolId } from '../wire/fields.ts';

/** `UserPoolReplicaType`: the pool's copy in another Region. */
export interface Replica {
  RegionName: string;
  Status: 'CREATING' | 'ACTIVE' | 'INACTIVE' | 'DELETING';
  Role: 'PRIMARY' | 'SECONDARY';
  UserPoolArn: string;
}

export const replicaKind = documentKind<Replica>('replica');

export const replicaKey = z.object({
  UserPoolId: userPoolId,
  RegionName: matching('[a-z]+(-[a-z]+)+-[0-9]').min(5).max(32),
});

/** The pool itself, then its replica. */
export function replicasOf({ store, region }: Cognito, { id, pool }: PoolRecord): Replica[] {
  const primary: Replica = { RegionName: region, Status: 'ACTIVE', Role: 'PRIMARY', UserPoolArn: pool.Arn };
  return [primary, ...store.documents.list(replicaKind, id, { limit: 10 }).items];
}

/** Throws ResourceNotFoundException. */
export function findReplica({ store }: Cognito, poolId: string, region: string): Replica {
  const replica = store.documents.get(replicaKind, poolId, region);
  if (!replica) throw resourceNotFound(`User pool ${poolId} has no replica in ${region}.`);
  return replica;
}

/**
 * A pool has one replica, in another Region, under a key of one's own and the issuer that does not name a Region.
 * Throws InvalidParameterException, LimitExceededException or FeatureUnavailableInTierException.
 */
export function checkReplicable(cognito: Cognito, record: PoolRecord, region: string): void {
  const { pool } = record;
  if (pool.UserPoolTier === 'LITE') throw unavailableInTier('Multi-Region replication');
  if (region === cognito.region) throw invalidParameter(`${region} is the user pool's own Region.`);
  if (pool.IssuerConfiguration?.Type !== 'UPDATED') {
    throw invalidParameter('Multi-Region replication needs IssuerConfiguration.Type UPDATED.');
  }
  if (pool.KeyConfiguration?.KeyType !== 'CUSTOMER_MANAGED_KEY') {
    throw invalidParameter('Multi-Region replication needs a customer managed key (KeyConfiguration).');
  }
  if (replicasOf(cognito, record).length > 1) {
    throw new CognitoError('LimitExceededException', 'A user pool can have one replica.');
  }
}
