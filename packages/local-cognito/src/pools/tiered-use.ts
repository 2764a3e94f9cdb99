import type { Cognito } from '../cognito.ts';
import { domainsOf } from '../domains/domain.ts';
import { logDeliveryId, logDeliveryKind } from '../log-delivery/log-delivery.ts';
import { replicaKind } from '../replicas/replica.ts';
import type { PoolRecord } from '../storage/records.ts';
import { poolSessionConfiguration } from '../user-sessions/session-configuration.ts';
import type { TieredFeature } from './tiers.ts';

/** What a pool uses of the higher tiers beside its own settings. */
export function tieredUse(cognito: Pick<Cognito, 'store'>, { id: poolId, mfa }: PoolRecord): TieredFeature[] {
  const { documents } = cognito.store;
  const used: (TieredFeature | false)[] = [
    mfa.email !== undefined && { feature: 'Email MFA', tier: 'ESSENTIALS' },
    mfa.webAuthn !== undefined && { feature: 'Passkeys', tier: 'ESSENTIALS' },
    poolSessionConfiguration(cognito, poolId).UserSessionTracking === 'ENABLED' && {
      feature: 'Session management',
      tier: 'ESSENTIALS',
    },
    domainsOf(cognito, poolId).some(({ ManagedLoginVersion }) => ManagedLoginVersion === 2) && {
      feature: 'Managed login',
      tier: 'ESSENTIALS',
    },
    documents.list(replicaKind, poolId, { limit: 1 }).items.length > 0 && {
      feature: 'Multi-Region replication',
      tier: 'ESSENTIALS',
    },
    (documents.get(logDeliveryKind, poolId, logDeliveryId) ?? []).some(
      ({ EventSource }) => EventSource === 'userAuthEvents',
    ) && { feature: 'The export of user activity', tier: 'PLUS' },
  ];
  return used.filter((feature) => feature !== false);
}
