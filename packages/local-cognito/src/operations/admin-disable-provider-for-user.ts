import * as z from 'zod';
import { changeUser } from '../flows/change-user.ts';
import { findPool } from '../pools/find-pool.ts';
import { unlinkIdentity } from '../users/linked-identities.ts';
import { localProvider, providerUser, sourceIdentity } from '../users/provider-user.ts';
import { userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

/** Unlinks an identity; of the provider `Cognito`, it takes the user's password. */
export default defineOperation({
  name: 'AdminDisableProviderForUser',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId, User: providerUser }),
  handle({ UserPoolId, User }, cognito) {
    const pool = findPool(cognito, UserPoolId);
    const source = sourceIdentity(User, 'User');
    if (source.providerName !== localProvider) {
      unlinkIdentity(cognito, pool, source);
      return {};
    }
    changeUser(cognito, pool, source.value, ({ password: _taken, ...user }) => ({
      ...user,
      updatedAt: cognito.clock(),
    }));
    return {};
  },
});
