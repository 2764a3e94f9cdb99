/*
 * Codes in a message: SMS_MFA and EMAIL_OTP as second factor (6 digits), SMS_OTP and EMAIL_OTP as first (8 digits).
 */
import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import { type Attempt, type AuthResponse, requireParameter } from '../flows/attempt.ts';
import { checkNotLocked, recordFailure } from '../flows/lockout.ts';
import { nextStep } from '../flows/next-step.ts';
import { type Progress, passed } from '../flows/progress.ts';
import { deliverCode } from '../messages/deliver-code.ts';
import { addressAttribute } from '../messages/purpose.ts';
import { simulateDelivery } from '../messages/simulated-delivery.ts';
import type { UserRecord } from '../storage/records.ts';
import { claimSignInNames } from '../users/claim-sign-in-names.ts';
import { CognitoError, userNotFound } from '../wire/errors.ts';
import { type Answer, openAnyAnswer } from './answer.ts';
import { createSession, type StateOf } from './session.ts';

export type CodeChallenge = 'SMS_MFA' | 'SMS_OTP' | 'EMAIL_OTP';

interface CodeRequest {
  challenge: CodeChallenge;
  /** The real username, or what was typed when nobody has that name. */
  name: string;
  /** `undefined`: a challenge in show, without a message. */
  user: UserRecord | undefined;
  progress: Progress;
  isSecondFactor: boolean;
  clientMetadata: Record<string, string> | undefined;
  /** An address that the user does not have yet. */
  newAddress?: string;
}

const mediumOf = (challenge: CodeChallenge) => (challenge === 'EMAIL_OTP' ? 'EMAIL' : 'SMS');

/** Sends a code and asks for it. Throws InvalidParameterException for a user without address, and what triggers throw. */
export async function challengeCode(attempt: Attempt, request: CodeRequest): Promise<AuthResponse> {
  const { cognito, pool, client } = attempt;
  const { challenge, name, user, progress, isSecondFactor, clientMetadata, newAddress } = request;
  checkNotLocked(cognito, pool, user ? { user } : { unknownName: name });
  const medium = mediumOf(challenge);
  const code = digits(isSecondFactor ? 6 : 8);
  const address = newAddress ?? user?.attributes[addressAttribute(medium)] ?? '';
  const details = user
    ? await deliverCode(cognito, {
        pool,
        client,
        user,
        purpose: 'Authentication',
        medium,
        code,
        clientMetadata,
        to: address,
      })
    : await simulateDelivery(cognito, pool, name, [medium]);
  return {
    ChallengeName: challenge,
    Session: createSession(attempt, {
      challenge,
      username: name,
      progress,
      code,
      address,
      isSecondFactor,
      ...(user ? {} : { unknownName: name }),
    }),
    ChallengeParameters: {
      CODE_DELIVERY_DELIVERY_MEDIUM: details.DeliveryMedium,
      CODE_DELIVERY_DESTINATION: details.Destination,
      ...(challenge === 'SMS_MFA' && { USER_ID_FOR_SRP: name }),
    },
  };
}

/**
 * The right code verifies the address, and confirms a user whose first factor it is. A wrong one counts towards the
 * lock and leaves the session open for another try.
 */
export async function answerCode(
  attempt: Attempt,
  answer: Answer,
  challenge: CodeChallenge,
): Promise<AuthResponse> {
  const { cognito, pool } = attempt;
  const { user, state, use } = openAnyAnswer(attempt, answer, challenge);
  const code = requireParameter(answer.responses, `${challenge}_CODE`);
  const subject = user ? { user } : { unknownName: state.username };
  checkNotLocked(cognito, pool, subject);
  if (!user || !isSame(code, state.code)) {
    recordFailure(cognito, pool, subject);
    throw new CognitoError('CodeMismatchException', 'Invalid code or auth state for the user.');
  }
  const changed = withVerifiedAddress(user, challenge, state, cognito.clock());
  claimSignInNames({
    cognito,
    pool,
    user: changed,
    force: false,
    write() {
      use();
      cognito.store.users.update(pool, changed);
    },
  });
  const current = cognito.store.users.get(pool.id, user.username);
  if (!current) throw userNotFound();
  const progress = passed(state.progress, challenge, challenge === 'EMAIL_OTP' ? 'email_otp' : 'sms');
  const isSecondFactorDone = state.isSecondFactor || progress.isSecondFactorDone;
  return nextStep(attempt, current, { ...progress, isSecondFactorDone }, answer.clientMetadata);
}

function withVerifiedAddress(
  user: UserRecord,
  challenge: CodeChallenge,
  { address, isSecondFactor }: StateOf<CodeChallenge>,
  now: number,
): UserRecord {
  const attribute = addressAttribute(mediumOf(challenge));
  const own = user.attributes[attribute];
  const isNew = own === undefined;
  const { enabled } = user.mfa;
  const factor = challenge === 'SMS_MFA' ? 'SMS_MFA' : 'EMAIL_OTP';
  return {
    ...user,
    attributes:
      isNew || own === address
        ? { ...user.attributes, [attribute]: address, [`${attribute}_verified`]: 'true' }
        : user.attributes,
    mfa:
      isNew && isSecondFactor
        ? { ...user.mfa, enabled: [...new Set([...enabled, factor] as const)] }
        : user.mfa,
    status: !isSecondFactor && user.status === 'UNCONFIRMED' ? 'CONFIRMED' : user.status,
    updatedAt: now,
  };
}

const digits = (count: number) =>
  randomInt(10 ** count)
    .toString()
    .padStart(count, '0');

const digest = (text: string) => createHash('sha256').update(text).digest();

const isSame = (a: string, b: string) => timingSafeEqual(digest(a), digest(b));
