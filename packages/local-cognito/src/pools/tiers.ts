import { CognitoError } from '../wire/errors.ts';

/** A feature is used that the pool's tier does not have; `tiers` are those that do. */
export const unavailableInTier = (feature: string, tiers = 'ESSENTIALS or PLUS') =>
  new CognitoError(
    'FeatureUnavailableInTierException',
    `${feature} is not available in the tier of this user pool; use ${tiers}.`,
  );
