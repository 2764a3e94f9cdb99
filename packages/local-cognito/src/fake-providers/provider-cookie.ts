import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FakeProvider, FakeSession } from './fake-provider.ts';

const cookieName = 'fake-provider-session';

/** Who is signed in at the provider in this browser. */
export function findSession(provider: FakeProvider, request: IncomingMessage): FakeSession | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  const id = pairs.find(([name]) => name === cookieName)?.[1];
  return id === undefined ? undefined : provider.sessions.get(id);
}

/** Signs a person in at the provider; the header goes with the answer. */
export function beginSession(
  provider: FakeProvider,
  about: Pick<FakeSession, 'person' | 'assertionConsumerUrl'>,
): { session: FakeSession; header: { 'set-cookie': string } } {
  const session = { id: randomBytes(16).toString('hex'), ...about, since: provider.cognito.clock() };
  provider.sessions.put(session.id, session);
  return {
    session,
    header: { 'set-cookie': `${cookieName}=${session.id}; Path=${provider.path}; HttpOnly; SameSite=Lax` },
  };
}

/** The header that makes the browser forget. */
export const endedCookie = (provider: FakeProvider) => ({
  'set-cookie': `${cookieName}=; Path=${provider.path}; HttpOnly; SameSite=Lax; Max-Age=0`,
});
