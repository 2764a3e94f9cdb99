import * as z from 'zod';
import type { Cognito } from '../cognito.ts';
import { unavailableInTier } from '../pools/tiers.ts';
import type { PoolRecord } from '../storage/records.ts';
import { documentKind } from '../storage/store.ts';
import { invalidParameter } from '../wire/errors.ts';
import { matching } from '../wire/fields.ts';

const poolConfiguration = {
  UserSessionTracking: z.enum(['ENABLED', 'DISABLED']),
  TokenSession: z.object({ MaxPerUser: z.int().min(1).max(100) }),
};
const clientConfiguration = {
  SSOSession: z.object({ MaxValidityMinutes: z.int().min(0).max(129_600) }),
};

/** `tkn` or `sso`, 28 characters in all. */
export const sessionId = matching('(tkn|sso)[a-z0-9]{25}').min(28).max(28);

/** Members of SetUserPoolSessionConfiguration and SetUserPoolClientSessionConfiguration. */
export const sessionMembers = { pool: poolConfiguration, client: clientConfiguration };

type PoolConfiguration = z.output<z.ZodObject<typeof poolConfiguration>>;
type ClientConfiguration = z.output<z.ZodObject<typeof clientConfiguration>>;

const poolKind = documentKind<PoolConfiguration>('session-configuration');
/** By client id. */
export const clientSessionKind = documentKind<ClientConfiguration>('client-session-configuration');

type Keeper = Pick<Cognito, 'store'>;

/** With Cognito's defaults where none was set. */
export function poolSessionConfiguration({ store }: Keeper, poolId: string): PoolConfiguration {
  const stored = store.documents.get(poolKind, poolId, 'pool');
  return stored ?? { UserSessionTracking: 'DISABLED', TokenSession: { MaxPerUser: 20 } };
}

/** Throws FeatureUnavailableInTierException. */
export function setPoolSessionConfiguration(
  { store }: Keeper,
  pool: PoolRecord,
  { UserSessionTracking, TokenSession }: PoolConfiguration,
): void {
  checkTier(pool);
  store.documents.put(poolKind, { poolId: pool.id, id: 'pool' }, { UserSessionTracking, TokenSession });
}

/** With Cognito's defaults where none was set. */
export function clientSessionConfiguration(
  { store }: Keeper,
  poolId: string,
  clientId: string,
): ClientConfiguration {
  const stored = store.documents.get(clientSessionKind, poolId, clientId);
  return stored ?? { SSOSession: { MaxValidityMinutes: 60 } };
}

/** Throws FeatureUnavailableInTierException, and InvalidParameterException where sessions are not tracked. */
export function setClientSessionConfiguration(
  { store }: Keeper,
  pool: PoolRecord,
  clientId: string,
  { SSOSession }: ClientConfiguration,
): void {
  checkTier(pool);
  if (poolSessionConfiguration({ store }, pool.id).UserSessionTracking !== 'ENABLED') {
    throw invalidParameter('Session tracking must be enabled for the user pool.');
  }
  store.documents.put(clientSessionKind, { poolId: pool.id, id: clientId }, { SSOSession });
}

function checkTier({ pool }: PoolRecord): void {
  if (pool.UserPoolTier === 'LITE') throw unavailableInTier('Session management');
}
