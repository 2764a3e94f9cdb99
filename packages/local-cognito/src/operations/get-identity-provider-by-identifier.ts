import * as z from 'zod';
import { describeProvider } from '../federation/saml/describe-saml-provider.ts';
import { idpIdentifier, providerByIdentifier } from '../identity-providers/identity-provider.ts';
import { findPool } from '../pools/find-pool.ts';
import { resourceNotFound } from '../wire/errors.ts';
import { userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'GetIdentityProviderByIdentifier',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId, IdpIdentifier: idpIdentifier }),
  async handle({ UserPoolId, IdpIdentifier }, cognito) {
    findPool(cognito, UserPoolId);
    const provider = providerByIdentifier(cognito, UserPoolId, IdpIdentifier);
    if (!provider) throw resourceNotFound(`Identity provider ${IdpIdentifier} does not exist.`);
    return { IdentityProvider: await describeProvider(cognito, provider) };
  },
});
