import * as z from 'zod';
import { findIdentityProvider } from '../identity-providers/identity-provider.ts';
import { findPool } from '../pools/find-pool.ts';
import { checkNoProfile, federatedUsername, linkIdentity } from '../users/linked-identities.ts';
import { localProvider, providerUser, sourceIdentity } from '../users/provider-user.ts';
import { invalidParameter, userNotFound } from '../wire/errors.ts';
import { userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

/** Social providers know their users by subject only. */
const subjectOnly = new Set(['Facebook', 'Google', 'LoginWithAmazon', 'SignInWithApple']);

export default defineOperation({
  name: 'AdminLinkProviderForUser',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId, DestinationUser: providerUser, SourceUser: providerUser }),
  handle({ UserPoolId, DestinationUser, SourceUser }, cognito) {
    const pool = findPool(cognito, UserPoolId);
    const { ProviderName: home = localProvider, ProviderAttributeValue: value } = DestinationUser;
    if (!value) throw invalidParameter('DestinationUser must have ProviderAttributeValue.');
    const username = home === localProvider ? value : federatedUsername(pool, home, value);
    const user = cognito.store.users.get(pool.id, username);
    if (!user) throw userNotFound();
    const source = sourceIdentity(SourceUser, 'SourceUser');
    if (source.providerName === localProvider) {
      throw invalidParameter('SourceUser must be of an identity provider of the user pool.');
    }
    const { ProviderType } = findIdentityProvider(cognito, pool.id, source.providerName);
    if (subjectOnly.has(ProviderType) && source.attributeName !== 'Cognito_Subject') {
      throw invalidParameter(`ProviderAttributeName must be Cognito_Subject for ${ProviderType}.`);
    }
    checkNoProfile(cognito, pool, source);
    linkIdentity(cognito, pool, user, { ...source, providerType: ProviderType });
    return {};
  },
});
