import * as z from 'zod';
import { forgetSamlProvider } from '../federation/saml/describe-saml-provider.ts';
import {
  findIdentityProvider,
  identityProviderKind,
  providerName,
} from '../identity-providers/identity-provider.ts';
import { findPool } from '../pools/find-pool.ts';
import { userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'DeleteIdentityProvider',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId, ProviderName: providerName }),
  handle({ UserPoolId, ProviderName }, cognito) {
    findPool(cognito, UserPoolId);
    findIdentityProvider(cognito, UserPoolId, ProviderName);
    cognito.store.documents.delete(identityProviderKind, UserPoolId, ProviderName);
    forgetSamlProvider(cognito, { UserPoolId, ProviderName });
    return undefined;
  },
});
