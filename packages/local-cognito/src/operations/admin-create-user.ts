import * as z from 'zod';
import type { Cognito } from '../cognito.ts';
import { noClient } from '../messages/deliver-code.ts';
import { checkPassword, hashPassword, passwordPolicy } from '../passwords/policy.ts';
import { temporaryPassword } from '../passwords/temporary-password.ts';
import { findPool } from '../pools/find-pool.ts';
import type { PoolRecord, UserRecord } from '../storage/records.ts';
import { preSignUp } from '../triggers/pre-sign-up.ts';
import { newAttributes } from '../users/attributes.ts';
import { claimSignInNames } from '../users/claim-sign-in-names.ts';
import { userType } from '../users/find-user.ts';
import { invite } from '../users/invitation.ts';
import { newUser } from '../users/new-user.ts';
import { newUsername } from '../users/new-username.ts';
import { canDoWithoutPassword } from '../users/passwordless.ts';
import { toValidationData } from '../users/pre-sign-up-answer.ts';
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
  async handle(request, cognito) {
    const pool = findPool(cognito, request.UserPoolId);
    const isResent = request.MessageAction === 'RESEND';
    const password = isResent ? newPassword(pool, request) : firstPassword(pool, request);
    const user =
      isResent && password !== undefined
        ? renewInvitation(cognito, pool, request, password)
        : await createUser(cognito, pool, request, password);
    if (request.MessageAction !== 'SUPPRESS' && password !== undefined) {
      await invite(cognito, {
        pool,
        user,
        temporaryPassword: password,
        mediums: request.DesiredDeliveryMediums,
        clientMetadata: request.ClientMetadata,
      });
    }
    return { User: userType(user) };
  },
});

/** Checked, or made up. Throws InvalidPasswordException. */
function newPassword(pool: PoolRecord, { TemporaryPassword: given }: Input): string {
  const chosen = given ?? temporaryPassword(passwordPolicy(pool));
  checkPassword(passwordPolicy(pool), chosen);
  return chosen;
}

/** None for a user whom the pool signs in with codes, unless one is given. */
function firstPassword(pool: PoolRecord, request: Input): string | undefined {
  const attributes = Object.fromEntries(
    (request.UserAttributes ?? []).map(({ Name, Value = '' }) => [Name, Value]),
  );
  const { attribute } = newUsername(pool, request.Username);
  const all = { ...attributes, ...(attribute && { [attribute]: request.Username }) };
  const isOptional = request.TemporaryPassword === undefined && canDoWithoutPassword(pool, all);
  return isOptional ? undefined : newPassword(pool, request);
}

async function createUser(
  cognito: Cognito,
  pool: PoolRecord,
  request: Input,
  password: string | undefined,
): Promise<UserRecord> {
  const { username: name, sub, attribute } = newUsername(pool, request.Username, cognito.ids.newSub());
  const attributes = newAttributes(pool, [
    ...(request.UserAttributes ?? []),
    ...(attribute ? [{ Name: attribute, Value: request.Username }] : []),
  ]);
  await preSignUp(cognito.triggers, {
    pool,
    clientId: noClient,
    username: name,
    triggerSource: 'PreSignUp_AdminCreateUser',
    userAttributes: attributes,
    validationData: toValidationData(request.ValidationData),
    clientMetadata: request.ClientMetadata,
  });
  const status = password === undefined ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD';
  const user = newUser(cognito, pool, { username: name, sub, attributes, status, password });
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
