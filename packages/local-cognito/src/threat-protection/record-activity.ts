/*
 * What users of a pool with threat protection do: kept as events (AdminListUserAuthEvents) and exported as logs. A pool
 * without it reads and writes nothing here.
 */
import { randomUUID } from 'node:crypto';
import { epochSeconds } from '../clock.ts';
import type { Attempt } from '../flows/attempt.ts';
import { deliverLog } from '../log-delivery/deliver-log.ts';
import type { UserRecord } from '../storage/records.ts';
import { CognitoError } from '../wire/errors.ts';
import { activityMessage } from './activity-log.ts';
import { type AuthEvent, type ChallengeResponse, listAuthEvents, putAuthEvent } from './auth-event.ts';
import { type CallContext, ipAddressOf } from './context-data.ts';
import { hasThreatProtection } from './risk-configuration.ts';

type Call = Pick<Attempt, 'cognito' | 'pool' | 'client'>;

/** How an event came out, now. */
interface Outcome {
  eventId: string;
  type: AuthEvent['EventType'];
  response: AuthEvent['EventResponse'];
  challenge?: ChallengeResponse | undefined;
  context: CallContext;
}

/** Errors that say something of a user, not of the request. */
const refusals = new Set([
  'CodeMismatchException',
  'ExpiredCodeException',
  'InvalidPasswordException',
  'LimitExceededException',
  'NotAuthorizedException',
  'PasswordHistoryPolicyViolationException',
  'PasswordResetRequiredException',
  'UserLambdaValidationException',
  'UserNotConfirmedException',
]);

export function isRefusal(error: unknown): error is CognitoError {
  return error instanceof CognitoError && refusals.has(error.type);
}

/** Records what a call did, or that it was refused. A name that nobody has leaves no event. */
export async function recordActivity<T>(
  call: Call,
  {
    name,
    context = {},
    ...activity
  }: {
    type: AuthEvent['EventType'];
    /** Whose: a sign-in name. */
    name: string;
    /** What it means that the call succeeded. */
    response: AuthEvent['EventResponse'] | ((result: T) => AuthEvent['EventResponse']);
    /** The call ends what another began. */
    isLastStep?: boolean;
    context?: CallContext;
  },
  work: () => T | Promise<T>,
): Promise<T> {
  const { cognito, pool } = call;
  if (!hasThreatProtection(pool)) return work();
  const record = (response: AuthEvent['EventResponse']) => {
    const user = cognito.store.users.find(pool, name);
    if (!user) return;
    const { type, isLastStep = false } = activity;
    const begun = isLastStep ? findUnfinished(call, user, type)?.EventId : undefined;
    recordOutcome(call, user, { eventId: begun ?? randomUUID(), type, response, context });
  };
  try {
    const result = await work();
    const { response } = activity;
    record(typeof response === 'function' ? response(result) : response);
    return result;
  } catch (error) {
    if (isRefusal(error)) record('Fail');
    throw error;
  }
}

/** Keeps and exports an event, or what has become of one. */
export function recordOutcome(call: Call, user: UserRecord, outcome: Outcome): void {
  const { cognito, pool, client } = call;
  const { eventId, challenge } = outcome;
  const before = listAuthEvents(cognito, pool, user).find(({ EventId }) => EventId === eventId);
  const others = before?.ChallengeResponses.filter(
    (other) => other.ChallengeName !== challenge?.ChallengeName,
  );
  const IpAddress = ipAddressOf(client, outcome.context) ?? before?.EventContextData.IpAddress;
  const event: AuthEvent = {
    EventId: eventId,
    EventType: outcome.type,
    CreationDate: before?.CreationDate ?? epochSeconds(cognito.clock),
    EventResponse: outcome.response,
    EventRisk: { RiskDecision: 'NoRisk', CompromisedCredentialsDetected: false },
    ChallengeResponses: [...(others ?? []), ...(challenge ? [challenge] : [])],
    EventContextData: IpAddress === undefined ? {} : { IpAddress },
  };
  putAuthEvent(cognito, pool, user, event);
  deliverLog(cognito, pool.id, 'userAuthEvents', activityMessage(event, user, client));
}

function findUnfinished({ cognito, pool }: Call, user: UserRecord, type: AuthEvent['EventType']) {
  return listAuthEvents(cognito, pool, user).find(
    ({ EventType, EventResponse }) => EventType === type && EventResponse !== 'Pass',
  );
}
