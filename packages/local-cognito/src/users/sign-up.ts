import { createSession } from '../challenges/session.ts';
import type { Cognito } from '../cognito.ts';
import { allowedFlows } from '../flows/allowed-flows.ts';
import { type Attempt, publicAttempt } from '../flows/attempt.ts';
import { checkSecretHash } from '../flows/client-secret.ts';
import { newProgress } from '../flows/progress.ts';
import { checkWritable } from '../flows/write-attributes.ts';
import { signUpMedium } from '../messages/code-medium.ts';
import { checkPassword, passwordPolicy } from '../passwords/policy.ts';
import type { UserRecord } from '../storage/records.ts';
import { postConfirmation } from '../triggers/post-confirmation.ts';
import { preSignUp } from '../triggers/pre-sign-up.ts';
import { notAuthorized } from '../wire/errors.ts';
import { newAttributes } from './attributes.ts';
import { claimSignInNames } from './claim-sign-in-names.ts';
import { sendSignUpCode } from './confirmation.ts';
import { newUser } from './new-user.ts';
import { newUsername } from './new-username.ts';
import { checkPasswordless } from './passwordless.ts';
import { applyPreSignUp, checkRequiredAttributes, toValidationData } from './pre-sign-up-answer.ts';

type AttributeInput = { Name: string; Value?: string | undefined }[];

export interface SignUpInput {
  ClientId: string;
  Username: string;
  SecretHash?: string | undefined;
  Password?: string | undefined;
  UserAttributes?: AttributeInput | undefined;
  ValidationData?: AttributeInput | undefined;
  ClientMetadata?: Record<string, string> | undefined;
}

/**
 * Signs a user up: PreSignUp, the user, then the code or, for one whom PreSignUp confirmed, PostConfirmation. A message
 * that fails leaves the user there, unconfirmed.
 */
export async function signUp(
  cognito: Cognito,
  input: SignUpInput,
): Promise<{ UserConfirmed: boolean } & Record<string, unknown>> {
  const attempt = publicAttempt(cognito, input.ClientId);
  const { pool, client } = attempt;
  checkSecretHash(client, input.Username, input.SecretHash);
  if (pool.pool.AdminCreateUserConfig?.AllowAdminCreateUserOnly) {
    throw notAuthorized('SignUp is not permitted for this user pool');
  }
  const { candidate, isForced } = await prepareUser(attempt, input);
  claimSignInNames({
    cognito,
    pool,
    user: candidate,
    force: isForced,
    existsText: 'User already exists',
    write: () => cognito.store.users.insert(pool, candidate),
  });
  const call = { pool, client, user: candidate, clientMetadata: input.ClientMetadata };
  const isConfirmed = candidate.status === 'CONFIRMED';
  const medium = isConfirmed ? undefined : signUpMedium(pool, candidate);
  const CodeDeliveryDetails =
    medium && (await sendSignUpCode(cognito, { ...call, medium, purpose: 'SignUp' }));
  if (isConfirmed) {
    const triggerSource = 'PostConfirmation_ConfirmSignUp';
    await postConfirmation(cognito.triggers, { ...call, clientId: client.id, triggerSource });
  }
  return {
    UserConfirmed: isConfirmed,
    UserSub: candidate.sub,
    CodeDeliveryDetails,
    Session: signUpSession(attempt, candidate),
  };
}

/** The user as PreSignUp leaves it. A verified alias is taken from whoever had it (developer guide, "Pre sign-up"). */
async function prepareUser({ cognito, pool, client }: Attempt, input: SignUpInput) {
  const { UserAttributes: given = [], Password: password } = input;
  if (password !== undefined) checkPassword(passwordPolicy(pool), password);
  checkWritable(
    client,
    given.map(({ Name }) => Name),
  );
  const { username, sub, attribute } = newUsername(pool, input.Username, cognito.ids.newSub());
  const typed = attribute ? [{ Name: attribute, Value: input.Username }] : [];
  const attributes = newAttributes(pool, [...given, ...typed]);
  checkRequiredAttributes(pool, attributes);
  if (password === undefined) checkPasswordless(pool, attributes);
  const answer = await preSignUp(cognito.triggers, {
    pool,
    clientId: client.id,
    username,
    triggerSource: 'PreSignUp_SignUp',
    userAttributes: attributes,
    validationData: toValidationData(input.ValidationData),
    clientMetadata: input.ClientMetadata,
  });
  const status = answer.autoConfirmUser ? 'CONFIRMED' : 'UNCONFIRMED';
  const user = newUser(cognito, pool, { username, sub, attributes, status, password });
  return {
    candidate: applyPreSignUp(user, answer),
    isForced: Boolean(answer.autoVerifyEmail || answer.autoVerifyPhone),
  };
}

/**
 * For clients with USER_AUTH: leads through ConfirmSignUp to a sign-in without another proof. The confirmation counts as
 * second factor.
 */
export function signUpSession(attempt: Attempt, { username, status }: UserRecord): string | undefined {
  if (!allowedFlows(attempt.client).has('USER_AUTH')) return undefined;
  const challenge = status === 'UNCONFIRMED' ? 'SIGN_UP' : 'CONFIRMED_SIGN_UP';
  const progress = { ...newProgress, isSecondFactorDone: true };
  return createSession(attempt, { challenge, username, progress });
}
