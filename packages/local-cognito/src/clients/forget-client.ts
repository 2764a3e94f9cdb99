import { brandingOfClient, deleteBranding } from '../branding/managed-login-branding.ts';
import { uiCustomizationKind } from '../branding/ui-customization.ts';
import type { Cognito } from '../cognito.ts';
import { termsKind, termsOfClient } from '../terms/terms.ts';
import { riskConfigurationKind } from '../threat-protection/risk-configuration.ts';
import { clientSessionKind } from '../user-sessions/session-configuration.ts';

/** Deletes an app client with everything that was set for it alone. */
export function forgetClient({ store }: Pick<Cognito, 'store'>, poolId: string, clientId: string): void {
  const { documents } = store;
  store.transaction(() => {
    store.clients.delete(clientId);
    documents.delete(uiCustomizationKind, poolId, clientId);
    documents.delete(riskConfigurationKind, poolId, clientId);
    documents.delete(clientSessionKind, poolId, clientId);
    const branding = brandingOfClient({ store }, poolId, clientId);
    if (branding) deleteBranding({ store }, branding);
    for (const name of ['terms-of-use', 'privacy-policy']) {
      const terms = termsOfClient({ store }, poolId, clientId, name);
      if (terms) documents.delete(termsKind, poolId, terms.TermsId);
    }
  });
}
