import type { Cognito } from '../cognito.ts';
import type { PoolRecord, UserRecord } from '../storage/records.ts';
import { type DocumentKind, documentKind } from '../storage/store.ts';

/** `AuthEventType` as it goes over the wire; times are epoch seconds. */
export interface AuthEvent {
  EventId: string;
  EventType: 'SignIn' | 'SignUp' | 'ForgotPassword' | 'PasswordChange' | 'ResendCode';
  CreationDate: number;
  EventResponse: 'Pass' | 'Fail' | 'InProgress';
  EventRisk: { RiskDecision: 'NoRisk'; CompromisedCredentialsDetected: false };
  ChallengeResponses: ChallengeResponse[];
  EventContextData: { IpAddress?: string };
  EventFeedback?: { FeedbackValue: 'Valid' | 'Invalid'; Provider: 'Admin' | 'User'; FeedbackDate: number };
}

export interface ChallengeResponse {
  ChallengeName: 'Password' | 'Mfa';
  ChallengeResponse: 'Success' | 'Failure';
}

/** AWS keeps two years; here a user's last ones. */
const keptPerUser = 100;

/** All events of a user in one document, the newest first. */
const kind: DocumentKind<AuthEvent[]> = documentKind('auth-events');

/** The newest first. */
export function listAuthEvents({ store }: Pick<Cognito, 'store'>, { id }: PoolRecord, user: UserRecord) {
  return store.documents.get(kind, id, user.username) ?? [];
}

/** Adds the event, or puts it in the place of the one with its id. */
export function putAuthEvent(
  cognito: Pick<Cognito, 'store'>,
  pool: PoolRecord,
  user: UserRecord,
  event: AuthEvent,
): void {
  const events = listAuthEvents(cognito, pool, user);
  const isKnown = events.some(({ EventId }) => EventId === event.EventId);
  const changed = isKnown
    ? events.map((other) => (other.EventId === event.EventId ? event : other))
    : [event, ...events].slice(0, keptPerUser);
  const key = { poolId: pool.id, id: user.username, owner: user.username };
  cognito.store.documents.put(kind, key, changed);
}
