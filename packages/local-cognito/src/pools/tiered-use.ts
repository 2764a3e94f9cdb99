import type { Cognito } from '../cognito.ts';
import { domainsOf } from '../domains/domain.ts';
import { logDeliveryId, logDeliveryKind } from '../log-delivery/log-delivery.ts';
import { replicaKind } from '../replicas/replica.ts';
import type { TieredFeature } from './tiers.ts';

/** What a pool uses of the higher tiers beside its own settings. */
export function tieredUse(cognito: Pick<Cognito, 'store'>, poolId: string): TieredFeature[] {
  const { documents } = cognito.store;
  const used: (TieredFeature | false)[] = [
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
