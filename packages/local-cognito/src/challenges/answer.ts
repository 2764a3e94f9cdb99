import { type Attempt, type Parameters, requireParameter } from '../flows/attempt.ts';
import { checkSecretHash } from '../flows/client-secret.ts';
import type { UserRecord } from '../storage/records.ts';
import { userNotFound } from '../wire/errors.ts';
import { invalidSession, type OpenSession, openSession, type SessionState } from './session.ts';

/** An answer to a challenge, as RespondToAuthChallenge brings it. */
export interface Answer {
  session: string | undefined;
  responses: Parameters;
  clientMetadata: Record<string, string> | undefined;
}

/**
 * The session and the user that an answer belongs to. `USERNAME` must be the user's, and `SECRET_HASH` right for it.
 * Throws NotAuthorizedException, InvalidParameterException, UserNotFoundException.
 */
export function openAnswer<Challenge extends SessionState['challenge']>(
  attempt: Attempt,
  { session, responses }: Answer,
  challenge: Challenge,
): OpenSession<Extract<SessionState, { challenge: Challenge }>> & { user: UserRecord } {
  const name = requireParameter(responses, 'USERNAME');
  checkSecretHash(attempt.client, name, responses.SECRET_HASH);
  const open = openSession(attempt, requireParameter({ Session: session ?? '' }, 'Session'), challenge);
  return { ...open, user: findSessionUser(attempt, open.state.username, name) };
}

function findSessionUser({ cognito, pool }: Attempt, username: string, name: string): UserRecord {
  const { users } = cognito.store;
  if (name !== username && users.find(pool, name)?.username !== username) throw invalidSession();
  const user = users.get(pool.id, username);
  if (!user) throw userNotFound();
  return user;
}
