import { type Attempt, type Parameters, requireParameter } from '../flows/attempt.ts';
import { checkSecretHash } from '../flows/client-secret.ts';
import type { UserRecord } from '../storage/records.ts';
import { userNotFound } from '../wire/errors.ts';
import { invalidSession, type OpenSession, openSession, type SessionState, type StateOf } from './session.ts';

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
  answer: Answer,
  challenge: Challenge,
): OpenSession<StateOf<Challenge>> & { user: UserRecord } {
  const { user, ...open } = openAnyAnswer(attempt, answer, challenge);
  if (!user) throw invalidSession();
  return { ...open, user };
}

/** As {@link openAnswer}, for challenges that a name without a user gets too: then `user` is `undefined`. */
export function openAnyAnswer<Challenge extends SessionState['challenge']>(
  attempt: Attempt,
  { session, responses }: Answer,
  challenge: Challenge,
): OpenSession<StateOf<Challenge>> & { user: UserRecord | undefined } {
  const name = requireParameter(responses, 'USERNAME');
  checkSecretHash(attempt.client, name, responses.SECRET_HASH);
  const open = openSession(attempt, requireParameter({ Session: session ?? '' }, 'Session'), challenge);
  const { username, unknownName } = open.state;
  if (unknownName === undefined) return { ...open, user: findSessionUser(attempt, username, name) };
  if (name !== unknownName && name !== username) throw invalidSession();
  return { ...open, user: undefined };
}

function findSessionUser({ cognito, pool }: Attempt, username: string, name: string): UserRecord {
  const { users } = cognito.store;
  if (name !== username && users.find(pool, name)?.username !== username) throw invalidSession();
  const user = users.get(pool.id, username);
  if (!user) throw userNotFound();
  return user;
}
