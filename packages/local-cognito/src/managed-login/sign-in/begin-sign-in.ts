/*
 * The first factor of a sign-in. Where the app client hides who exists, people without the factor, and names that nobody
 * has, get the same page as people with it, and no answer to it is right.
 */
import { createHmac } from 'node:crypto';
import { challengeCode } from '../../challenges/code-challenge.ts';
import { createSession } from '../../challenges/session.ts';
import { admitUser, hidesUserExistence } from '../../flows/admit-user.ts';
import type { Attempt, AuthResponse } from '../../flows/attempt.ts';
import { availableFirstFactors } from '../../flows/first-factors.ts';
import { checkNotLocked } from '../../flows/lockout.ts';
import { newProgress } from '../../flows/progress.ts';
import { userAuth } from '../../flows/user-auth.ts';
import { userPasswordAuth } from '../../flows/user-password-auth.ts';
import { requestOptions } from '../../passkeys/assertion.ts';
import { recordBegin } from '../../threat-protection/record-sign-in.ts';
import { callerOf } from '../caller.ts';
import { namedParameters } from '../client-proof.ts';
import type { Visit } from '../visit.ts';
import type { Factor } from './offered-factors.ts';

/** With a password, as USER_PASSWORD_AUTH does, and with the level that the app asks for. */
export function beginWithPassword(visit: Visit, name: string, password: string): Promise<AuthResponse> {
  const { attempt } = visit;
  const parameters = { ...beginning(visit, name), PASSWORD: password };
  const step = { AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: parameters, ...callerOf(visit) };
  return recordBegin(attempt, step, (recorded) => userPasswordAuth(recorded, parameters, undefined));
}

/** With a code or a passkey, as USER_AUTH does. */
export async function beginWithFactor(
  visit: Visit,
  name: string,
  factor: Exclude<Factor, 'PASSWORD'>,
): Promise<AuthResponse> {
  const { attempt } = visit;
  const { cognito, pool } = attempt;
  const user = cognito.store.users.find(pool, name);
  const hasFactor = user !== undefined && availableFirstFactors(cognito, pool, user).includes(factor);
  if (!hasFactor && hidesUserExistence(attempt)) return pretend(attempt, name, factor);
  const parameters = { ...beginning(visit, name), PREFERRED_CHALLENGE: factor };
  const step = { AuthFlow: 'USER_AUTH', AuthParameters: parameters, ...callerOf(visit) };
  return recordBegin(attempt, step, (recorded) =>
    userAuth(recorded, parameters, { session: undefined, clientMetadata: undefined }),
  );
}

function beginning({ attempt, authorization }: Visit, name: string): Record<string, string> {
  const { acrValues } = authorization;
  return {
    ...namedParameters(attempt.client, name),
    ...(acrValues.length > 0 && { TARGET_ACR_VALUES: acrValues.join(' ') }),
  };
}

async function pretend(
  attempt: Attempt,
  name: string,
  factor: Exclude<Factor, 'PASSWORD'>,
): Promise<AuthResponse> {
  await admitUser(attempt, name, undefined);
  if (factor === 'WEB_AUTHN') return pretendPasskey(attempt, name);
  return challengeCode(attempt, {
    challenge: factor,
    name,
    user: undefined,
    progress: newProgress,
    isSecondFactor: false,
    clientMetadata: undefined,
  });
}

/** Asks for a passkey that does not exist, always the same for one name. */
async function pretendPasskey(attempt: Attempt, name: string): Promise<AuthResponse> {
  const { cognito, pool } = attempt;
  checkNotLocked(cognito, pool, { unknownName: name });
  const secret = await cognito.tokens.secretOf(pool.id, 'passkey of nobody');
  const id = createHmac('sha256', secret).update(name.toLowerCase()).digest('base64url');
  const options = await requestOptions(cognito, pool, [{ id, transports: ['internal', 'hybrid'] }]);
  return {
    ChallengeName: 'WEB_AUTHN',
    Session: createSession(attempt, {
      challenge: 'WEB_AUTHN',
      username: name,
      unknownName: name,
      progress: newProgress,
      expectedChallenge: options.challenge,
    }),
    ChallengeParameters: { CREDENTIAL_REQUEST_OPTIONS: JSON.stringify(options) },
  };
}
