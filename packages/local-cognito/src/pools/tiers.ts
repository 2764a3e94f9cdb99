import type { PoolRecord } from '../storage/records.ts';
import { CognitoError } from '../wire/errors.ts';

type Pool = PoolRecord['pool'];
type Tier = NonNullable<Pool['UserPoolTier']>;

const rank: Record<Tier, number> = { LITE: 0, ESSENTIALS: 1, PLUS: 2 };

/** What a pool uses that not every tier has, and the lowest tier that has it. */
export interface TieredFeature {
  feature: string;
  tier: Tier;
}

/** A feature is used that the pool's tier does not have; `tiers` are those that do. */
export const unavailableInTier = (feature: string, tiers = 'ESSENTIALS or PLUS') =>
  new CognitoError(
    'FeatureUnavailableInTierException',
    `${feature} is not available in the tier of this user pool; use ${tiers}.`,
  );

/** Throws FeatureUnavailableInTierException for settings that need a higher tier than the pool's. */
export function checkTier(pool: Pool): void {
  const missing = featuresOf(pool).find(({ tier }) => rank[tier] > rank[pool.UserPoolTier ?? 'ESSENTIALS']);
  if (missing) {
    throw unavailableInTier(missing.feature, missing.tier === 'PLUS' ? 'PLUS' : 'ESSENTIALS or PLUS');
  }
}

/**
 * Throws TierChangeNotAllowedException when the pool changes to a lower tier while it goes on using a feature of the
 * one before; `others` are features in use that are not settings of the pool itself.
 */
export function checkTierChange(before: Pool, after: Pool, others: readonly TieredFeature[]): void {
  const tier = after.UserPoolTier ?? 'ESSENTIALS';
  if (rank[tier] >= rank[before.UserPoolTier ?? 'ESSENTIALS']) return;
  const used = [...featuresOf(after), ...others].find((feature) => rank[feature.tier] > rank[tier]);
  if (used) {
    throw new CognitoError(
      'TierChangeNotAllowedException',
      `The tier cannot change to ${tier} while the user pool uses ${used.feature}.`,
    );
  }
}

function featuresOf({ LambdaConfig, Policies, UserPoolAddOns, ...pool }: Pool): TieredFeature[] {
  const tokens = LambdaConfig?.PreTokenGenerationConfig?.LambdaVersion ?? 'V1_0';
  const factors = Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? [];
  const security = UserPoolAddOns?.AdvancedSecurityMode ?? 'OFF';
  const used: (TieredFeature | false)[] = [
    tokens !== 'V1_0' && { feature: `PreTokenGeneration ${tokens}`, tier: 'ESSENTIALS' },
    (Policies?.PasswordPolicy?.PasswordHistorySize ?? 0) > 0 && {
      feature: 'Password history',
      tier: 'ESSENTIALS',
    },
    factors.some((factor) => factor !== 'PASSWORD') && {
      feature: 'Sign-in without a password',
      tier: 'ESSENTIALS',
    },
    pool.AcrConfiguration !== undefined && { feature: 'Step-up authentication', tier: 'ESSENTIALS' },
    pool.DcrConfiguration?.EnableStatus === 'Enabled' && {
      feature: 'Dynamic client registration',
      tier: 'ESSENTIALS',
    },
    security !== 'OFF' && { feature: 'Threat protection', tier: 'PLUS' },
  ];
  return used.filter((feature) => feature !== false);
}
