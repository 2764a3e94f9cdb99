import { openSession, type SessionState, type StateOf } from '../../challenges/session.ts';
import { CognitoError } from '../../wire/errors.ts';
import type { Visit } from '../visit.ts';

const steps = [
  'NEW_PASSWORD_REQUIRED',
  'SELECT_MFA_TYPE',
  'MFA_SETUP',
  'SOFTWARE_TOKEN_MFA',
  'SMS_MFA',
  'SMS_OTP',
  'EMAIL_OTP',
] as const;

/** A challenge whose session stays open when an answer was wrong. */
export type Step = (typeof steps)[number];

export const isStep = (challenge: string | null | undefined): challenge is Step =>
  steps.some((step) => step === challenge);

/** A step that a sign-in has come to. */
export interface AtStep<Challenge extends Step = Step> {
  challenge: Challenge;
  session: string;
  /** The name of the user, as typed. */
  name: string;
}

/** What the pages of steps are made of. */
export interface StepPage<Challenge extends Step = Step> extends AtStep<Challenge> {
  state: StateOf<Challenge>;
  refusal?: string | undefined;
}

/** What the session says of its step; `undefined` once it is used or too old. */
export function findStep<Challenge extends SessionState['challenge']>(
  { attempt }: Visit,
  session: string,
  challenge: Challenge,
): StateOf<Challenge> | undefined {
  try {
    return openSession(attempt, session, challenge).state;
  } catch (error) {
    if (error instanceof CognitoError) return undefined;
    throw error;
  }
}
