import { epochSeconds } from '../clock.ts';
import { checkSamlProvider, describeProvider } from '../federation/saml/describe-saml-provider.ts';
import {
  checkProvider,
  findIdentityProvider,
  type IdentityProvider,
  identityProviderKind,
  identityProviderSettings,
  providerName,
} from '../identity-providers/identity-provider.ts';
import { completeDetails, completeMapping } from '../identity-providers/provider-details.ts';
import { findPool } from '../pools/find-pool.ts';
import { userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

/** Changes the members that are given; each of them as a whole. */
export default defineOperation({
  name: 'UpdateIdentityProvider',
  authorization: 'iam',
  input: identityProviderSettings.extend({ UserPoolId: userPoolId, ProviderName: providerName }),
  async handle({ UserPoolId, ProviderName, ...settings }, cognito) {
    const pool = findPool(cognito, UserPoolId);
    const { ProviderType: type, ...found } = findIdentityProvider(cognito, UserPoolId, ProviderName);
    const { AttributeMapping, IdpIdentifiers, AcrMapping } = settings;
    const ProviderDetails = settings.ProviderDetails && completeDetails(type, settings.ProviderDetails);
    if (type === 'SAML' && ProviderDetails) {
      await checkSamlProvider(cognito, { ...found, ProviderType: type, ProviderDetails });
    }
    // As it is now: reading metadata takes time.
    const before = findIdentityProvider(cognito, UserPoolId, ProviderName);
    const provider: IdentityProvider = {
      ...before,
      ...(ProviderDetails && { ProviderDetails }),
      ...(AttributeMapping && { AttributeMapping: completeMapping(type, AttributeMapping) }),
      ...(IdpIdentifiers && { IdpIdentifiers }),
      ...(AcrMapping && { AcrMapping }),
      LastModifiedDate: epochSeconds(cognito.clock),
    };
    checkProvider(cognito, pool, provider);
    cognito.store.documents.put(identityProviderKind, { poolId: UserPoolId, id: ProviderName }, provider);
    return { IdentityProvider: await describeProvider(cognito, provider) };
  },
});
