import * as z from 'zod';
import type { Cognito } from '../cognito.ts';
import { checkPassword, hashPassword, passwordPolicy } from '../passwords/policy.ts';
import { temporaryPassword } from '../passwords/temporary-password.ts';
import { findPool } from '../pools/find-pool.ts';
import type { PoolRecord, UserRecord } from '../storage/records.ts';
import { newAttributes } from '../users/attributes.ts';
import { claimSignInNames } from '../users/claim-sign-in-names.ts';
import { userType } from '../users/find-user.ts';
import { invitations, type Medium } from '../users/invitation.ts';
import { newUsername } from '../users/new-username.ts';
import { CognitoError, userNotFound } from '../wire/errors.ts';
import { clientMetadata, password, userAttributes, username, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

const input = z.object({
  UserPoolId: userPoolId,
  Username: username,
  UserAttributes: userAttributes.optional(),
  ValidationData: userAttributes.optional(),
  TemporaryPassword: password.optional(),
  ForceAliasCreation: z.boolean().optional(),
  MessageAction: z.enum(['RESEND', 'SUPPRESS']).optional(),
  DesiredDeliveryMediums: z.array(z.enum(['SMS', 'EMAIL'])).optional(),
  ClientMetadata: clientMetadata.optional(),
});
type Input = z.output<typeof input>;

export default defineOperation({
  name: 'AdminCreateUser',
  authorization: 'iam',
  input,
  handle(request, cognito) {
    const pool = findPool(cognito, request.UserPoolId);
    const chosen = request.TemporaryPassword ?? temporaryPassword(passwordPolicy(pool));
    checkPassword(passwordPolicy(pool), chosen);
    const user =
      request.MessageAction === 'RESEND'
        ? renewInvitation(cognito, pool, request, chosen)
        : createUser(cognito, pool, request, chosen);
    if (request.MessageAction !== 'SUPPRESS') {
      const mediums: Medium[] | undefined = request.DesiredDeliveryMediums;
      const at = cognito.clock();
      for (const message of invitations({ pool, user, temporaryPassword: chosen, mediums, at })) {
        cognito.store.messages.add(message);
      }
    }
    return { User: userType(user) };
  },
});

function createUser(cognito: Cognito, pool: PoolRecord, request: Input, chosen: string): UserRecord {
  const { username: name, sub, attribute } = newUsername(pool, request.Username, cognito.ids.newSub());
  const given = request.UserAttributes ?? [];
  const attributes = newAttributes(pool, [
    ...(attribute ? [{ Name: attribute, Value: request.Username }] : []),
    ...given,
  ]);
  const now = cognito.clock();
  const user: UserRecord = {
    poolId: pool.id,
    username: name,
    sub,
    attributes,
    status: 'FORCE_CHANGE_PASSWORD',
    enabled: true,
    password: hashPassword(pool, name, chosen, now),
    mfa: { enabled: [] },
    failedSignIns: { count: 0, lastAt: 0 },
    createdAt: now,
    updatedAt: now,
  };
  const force = request.ForceAliasCreation ?? false;
  claimSignInNames({ cognito, pool, user, force, write: () => cognito.store.users.insert(pool, user) });
  return user;
}

/** `RESEND`: another temporary password, which lives as long as a new user's. */
function renewInvitation(cognito: Cognito, pool: PoolRecord, request: Input, chosen: string): UserRecord {
  const user = cognito.store.users.find(pool, request.Username);
  if (!user) throw userNotFound();
  if (user.status !== 'FORCE_CHANGE_PASSWORD') {
    throw new CognitoError(
      'UnsupportedUserStateException',
      `Resend not possible. ${request.Username} status is not FORCE_CHANGE_PASSWORD`,
    );
  }
  const now = cognito.clock();
  const renewed = { ...user, password: hashPassword(pool, user.username, chosen, now), updatedAt: now };
  cognito.store.users.update(pool, renewed);
  return renewed;
}
