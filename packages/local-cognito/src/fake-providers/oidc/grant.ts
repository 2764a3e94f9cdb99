import { randomBytes } from 'node:crypto';
import type { Breakage } from '../break-it.ts';
import type { FakeProvider, FakeSession } from '../fake-provider.ts';
import type { FakeAuthorization } from './authorization.ts';

/** What somebody allowed the client. */
export interface FakeGrant {
  authorization: FakeAuthorization;
  session: FakeSession;
  breakage: Breakage | undefined;
}

/** A code for a grant: a minute, once. */
export function issueCode(provider: FakeProvider, grant: FakeGrant): string {
  const code = randomBytes(24).toString('base64url');
  provider.codes.put(code, grant);
  return code;
}

/** An access token for the user info endpoint: an hour. */
export function issueAccessToken(provider: FakeProvider, grant: FakeGrant): string {
  const token = randomBytes(24).toString('base64url');
  provider.accessTokens.put(token, grant);
  return token;
}
