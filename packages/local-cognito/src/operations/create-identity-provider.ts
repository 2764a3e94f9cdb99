import * as z from 'zod';
import { epochSeconds } from '../clock.ts';
import { checkSamlProvider, describeProvider } from '../federation/saml/describe-saml-provider.ts';
import {
  checkProvider,
  type IdentityProvider,
  identityProviderKind,
  identityProviderSettings,
  newProviderName,
  providerTypes,
} from '../identity-providers/identity-provider.ts';
import { completeDetails, completeMapping } from '../identity-providers/provider-details.ts';
import { findPool } from '../pools/find-pool.ts';
import { CognitoError, invalidParameter } from '../wire/errors.ts';
import { userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'CreateIdentityProvider',
  authorization: 'iam',
  input: identityProviderSettings.extend({
    UserPoolId: userPoolId,
    ProviderName: newProviderName,
    ProviderType: z.enum(providerTypes),
    ProviderDetails: identityProviderSettings.shape.ProviderDetails.unwrap(),
  }),
  async handle({ UserPoolId, ProviderName, ProviderType, ...settings }, cognito) {
    findPool(cognito, UserPoolId);
    const isSocial = ProviderType !== 'SAML' && ProviderType !== 'OIDC';
    if (isSocial && ProviderName !== ProviderType) {
      throw invalidParameter(`The name of a ${ProviderType} provider must be ${ProviderType}.`);
    }
    if (
      !isSocial &&
      (ProviderName === 'COGNITO' || (providerTypes as readonly string[]).includes(ProviderName))
    ) {
      throw invalidParameter(`${ProviderName} cannot be the name of a ${ProviderType} provider.`);
    }
    const now = epochSeconds(cognito.clock);
    const provider: IdentityProvider = {
      UserPoolId,
      ProviderName,
      ProviderType,
      ProviderDetails: completeDetails(ProviderType, settings.ProviderDetails),
      AttributeMapping: completeMapping(ProviderType, settings.AttributeMapping ?? {}),
      IdpIdentifiers: settings.IdpIdentifiers ?? [],
      ...(settings.AcrMapping && { AcrMapping: settings.AcrMapping }),
      CreationDate: now,
      LastModifiedDate: now,
    };
    if (ProviderType === 'SAML') await checkSamlProvider(cognito, provider);
    if (cognito.store.documents.get(identityProviderKind, UserPoolId, ProviderName)) {
      throw new CognitoError(
        'DuplicateProviderException',
        `A provider with the name ${ProviderName} already exists.`,
      );
    }
    checkProvider(cognito, findPool(cognito, UserPoolId), provider);
    cognito.store.documents.put(identityProviderKind, { poolId: UserPoolId, id: ProviderName }, provider);
    return { IdentityProvider: await describeProvider(cognito, provider) };
  },
});
