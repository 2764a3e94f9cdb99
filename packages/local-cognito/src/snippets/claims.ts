// #region handler
import type { TriggerEvent } from '@cohabit/local-cognito';

export const handler = async (event: TriggerEvent) => ({
  ...event,
  response: {
    claimsAndScopeOverrideDetails: {
      accessTokenGeneration: { claimsToAddOrOverride: { tenant_id: 'acme' } },
    },
  },
});
// #endregion
