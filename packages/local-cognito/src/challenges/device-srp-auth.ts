/*
 * DEVICE_SRP_AUTH and DEVICE_PASSWORD_VERIFIER: a known device proves its secret as a user proves a password, with the
 * device's group key in the place of the pool name and its key in that of the username.
 */
import { createServerEphemeral, isProofValid, parsePublicKey } from '../crypto/srp.ts';
import { deviceGroupKey, findDevice, replacesMfa } from '../devices/device.ts';
import { type Attempt, type AuthResponse, requireParameter } from '../flows/attempt.ts';
import { checkNotLocked, recordFailure } from '../flows/lockout.ts';
import { nextStep } from '../flows/next-step.ts';
import { type Progress, passed } from '../flows/progress.ts';
import { incorrectPassword } from '../flows/prove-password.ts';
import type { UserRecord } from '../storage/records.ts';
import { invalidParameter } from '../wire/errors.ts';
import { type Answer, openAnswer } from './answer.ts';
import { checkSrpA } from './challenge-password-verifier.ts';
import { createSession, fromSecretBlock, invalidSession, toSecretBlock } from './session.ts';

/** The client named a device that the user has: now it has to be that device. */
export function challengeDevice(
  attempt: Attempt,
  { username }: UserRecord,
  progress: Progress,
): AuthResponse {
  return {
    ChallengeName: 'DEVICE_SRP_AUTH',
    Session: createSession(attempt, { challenge: 'DEVICE_SRP_AUTH', username, progress }, attempt.answered),
    ChallengeParameters: { USERNAME: username, DEVICE_KEY: progress.deviceKey ?? '' },
  };
}

/** First half: the device's `SRP_A`. Throws ResourceNotFoundException for a device forgotten meanwhile. */
export async function answerDeviceSrp(attempt: Attempt, answer: Answer): Promise<AuthResponse> {
  const { user, state, use } = openAnswer(attempt, answer, 'DEVICE_SRP_AUTH');
  const srpA = requireParameter(answer.responses, 'SRP_A');
  checkSrpA(srpA);
  const { key, verifier, salt } = deviceOf(attempt, user, state.progress, answer);
  use();
  const { username } = user;
  const { progress } = state;
  const server = createServerEphemeral(verifier);
  const session = createSession(attempt, {
    challenge: 'DEVICE_PASSWORD_VERIFIER',
    username,
    progress,
    clientPublicKey: srpA,
    server,
  });
  return {
    ChallengeName: 'DEVICE_PASSWORD_VERIFIER',
    Session: session,
    ChallengeParameters: {
      SALT: salt,
      SECRET_BLOCK: toSecretBlock(session),
      SRP_B: server.publicKey,
      DEVICE_KEY: key,
      USERNAME: username,
    },
  };
}

/** Second half: the proof. Throws NotAuthorizedException. */
export async function answerDeviceVerifier(attempt: Attempt, answer: Answer): Promise<AuthResponse> {
  const { cognito, pool } = attempt;
  const { responses } = answer;
  const secretBlock = requireParameter(responses, 'PASSWORD_CLAIM_SECRET_BLOCK');
  const signature = requireParameter(responses, 'PASSWORD_CLAIM_SIGNATURE');
  const timestamp = requireParameter(responses, 'TIMESTAMP');
  const session = fromSecretBlock(secretBlock);
  if (answer.session !== undefined && answer.session !== session) throw invalidSession();
  const { user, state, use } = openAnswer(attempt, { ...answer, session }, 'DEVICE_PASSWORD_VERIFIER');
  const { key, verifier } = deviceOf(attempt, user, state.progress, answer);
  const groupKey = await deviceGroupKey(cognito, pool, key);
  checkNotLocked(cognito, pool, { user });
  use();
  const proof = {
    poolName: groupKey,
    userId: key,
    verifier,
    clientPublicKey: parsePublicKey(state.clientPublicKey) as bigint,
    server: state.server,
    secretBlock,
    timestamp,
  };
  if (!isProofValid(proof, signature)) {
    recordFailure(cognito, pool, { user });
    throw incorrectPassword();
  }
  const progress = passed(state.progress, 'DEVICE_PASSWORD_VERIFIER');
  return nextStep(
    attempt,
    user,
    {
      ...progress,
      isDeviceProven: true,
      isSecondFactorDone: progress.isSecondFactorDone || replacesMfa(cognito, pool, user, key),
      triggerSource: 'TokenGeneration_AuthenticateDevice',
    },
    answer.clientMetadata,
  );
}

function deviceOf({ cognito, pool }: Attempt, user: UserRecord, progress: Progress, { responses }: Answer) {
  const key = requireParameter(responses, 'DEVICE_KEY');
  if (key !== progress.deviceKey) throw invalidParameter('DEVICE_KEY is not the device of this sign-in.');
  return findDevice(cognito, pool, user, key);
}
