import { randomUUID } from 'node:crypto';
import { fromSecretBlock, peekSession } from '../challenges/session.ts';
import type { Attempt, AuthResponse, Parameters } from '../flows/attempt.ts';
import type { CognitoError } from '../wire/errors.ts';
import type { ChallengeResponse } from './auth-event.ts';
import type { CallContext } from './context-data.ts';
import { isRefusal, recordOutcome } from './record-activity.ts';
import { hasThreatProtection } from './risk-configuration.ts';

type Work = (attempt: Attempt) => Promise<AuthResponse>;
type Proof = ChallengeResponse['ChallengeName'];

/** The first step of a sign-in. Refreshes are none. */
export function recordBegin(
  attempt: Attempt,
  input: CallContext & { AuthFlow: string; AuthParameters?: Parameters | undefined },
  work: Work,
): Promise<AuthResponse> {
  const { AuthFlow: flow, AuthParameters: parameters = {} } = input;
  if (!hasThreatProtection(attempt.pool) || flow.startsWith('REFRESH_TOKEN')) return work(attempt);
  const isByPassword = flow !== 'USER_AUTH' || parameters.PREFERRED_CHALLENGE === 'PASSWORD';
  const step = {
    name: parameters.USERNAME ?? '',
    proof: isByPassword && parameters.PASSWORD ? ('Password' as const) : undefined,
    context: input,
  };
  return record({ ...attempt, eventId: randomUUID() }, step, work);
}

/** A later step, of a sign-in whose first was recorded. */
export function recordAnswer(
  attempt: Attempt,
  input: CallContext & {
    ChallengeName: string;
    Session?: string | undefined;
    ChallengeResponses?: Parameters | undefined;
  },
  work: Work,
): Promise<AuthResponse> {
  if (!hasThreatProtection(attempt.pool)) return work(attempt);
  const { Session, ChallengeName: challenge, ChallengeResponses: responses = {} } = input;
  const block = responses.PASSWORD_CLAIM_SECRET_BLOCK;
  const token = Session ?? (block === undefined ? undefined : fromSecretBlock(block));
  const session = token === undefined ? undefined : peekSession(attempt, token);
  if (session?.eventId === undefined) return work(attempt);
  const proof = session.isSecondFactor ? 'Mfa' : proofs[challenge];
  const isAsked = challenge === 'SELECT_CHALLENGE' && responses.PASSWORD === undefined;
  const step = { name: session.username, proof: isAsked ? undefined : proof, context: input };
  return record({ ...attempt, eventId: session.eventId }, step, work);
}

/** What an answer proves where its session does not say. Events know passwords and second factors, nothing else. */
const proofs: Record<string, Proof> = {
  PASSWORD_VERIFIER: 'Password',
  PASSWORD: 'Password',
  SELECT_CHALLENGE: 'Password',
  SOFTWARE_TOKEN_MFA: 'Mfa',
};

async function record(
  attempt: Attempt & { eventId: string },
  { name, proof, context }: { name: string; proof: Proof | undefined; context: CallContext },
  work: Work,
): Promise<AuthResponse> {
  const tell = (response: 'Pass' | 'Fail' | 'InProgress', isProven: boolean | undefined) => {
    const user = attempt.cognito.store.users.find(attempt.pool, name);
    if (!user) return;
    const challenge =
      proof && isProven !== undefined
        ? ({ ChallengeName: proof, ChallengeResponse: isProven ? 'Success' : 'Failure' } as const)
        : undefined;
    const { eventId } = attempt;
    recordOutcome(attempt, user, { eventId, type: 'SignIn', response, challenge, context });
  };
  try {
    const response = await work(attempt);
    const isDone = response.AuthenticationResult !== undefined || response.signedIn !== undefined;
    tell(isDone ? 'Pass' : 'InProgress', true);
    return response;
  } catch (error) {
    if (isRefusal(error)) tell('Fail', isProvenDespite(error));
    throw error;
  }
}

/** Whether the proof was right although the sign-in was refused; `undefined`: it was not looked at. */
function isProvenDespite({ type }: CognitoError): boolean | undefined {
  if (type === 'UserNotConfirmedException') return true;
  return type === 'NotAuthorizedException' || type === 'CodeMismatchException' ? false : undefined;
}
