import * as z from 'zod';
import { describeProvider } from '../federation/saml/describe-saml-provider.ts';
import { findIdentityProvider, providerName } from '../identity-providers/identity-provider.ts';
import { findPool } from '../pools/find-pool.ts';
import { userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'DescribeIdentityProvider',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId, ProviderName: providerName }),
  async handle({ UserPoolId, ProviderName }, cognito) {
    findPool(cognito, UserPoolId);
    const provider = findIdentityProvider(cognito, UserPoolId, ProviderName);
    return { IdentityProvider: await describeProvider(cognito, provider) };
  },
});
