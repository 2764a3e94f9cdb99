/*
 * Browsers' sessions at a user pool's domain (session management calls them SSO sessions).
 */

import type { Cognito } from '../cognito.ts';
import type { ExternalIdentity } from '../federation/external-identity.ts';
import type { SignInDetails } from '../storage/records.ts';
import { documentKind } from '../storage/store.ts';

/** Kept sealed, under its `key`. */
export interface SsoSession {
  /** As session management names it. */
  id: string;
  /** `<sub>/<SHA-256 of the cookie's secret>`. */
  key: string;
  username: string;
  sub: string;
  /** Where it began; another client may go on with it. */
  clientId: string;
  /** `COGNITO`, or the name of the identity provider that vouched for the user. */
  provider: string;
  details: SignInDetails;
  /** What single logout has to name. */
  samlSession?: ExternalIdentity['samlSession'];
  /** Epoch ms of the sign-in. */
  signedInAt: number;
  /** Epoch ms. */
  lastActiveAt: number;
  /** Epoch ms; never moved. */
  expiresAt: number;
}

export const ssoSessionKind = documentKind<SsoSession>('sso-session');

/** As many as session management lists. */
const maxListed = 125;

/** The open sessions of a user, in all browsers. What has expired is deleted on the way. */
export function ssoSessionsOf(
  { store, clock }: Pick<Cognito, 'store' | 'clock'>,
  poolId: string,
  sub: string,
): SsoSession[] {
  const { items } = store.documents.list(ssoSessionKind, poolId, { limit: maxListed, prefix: `${sub}/` });
  const isOpen = ({ expiresAt }: SsoSession) => clock() < expiresAt;
  for (const { key } of items.filter((session) => !isOpen(session))) {
    store.documents.delete(ssoSessionKind, poolId, key);
  }
  return items.filter(isOpen);
}

/** Ends the session that session management names so, if the user has it. */
export function endSsoSessionById(
  cognito: Pick<Cognito, 'store' | 'clock'>,
  poolId: string,
  sub: string,
  id: string | undefined,
): boolean {
  const found = ssoSessionsOf(cognito, poolId, sub).find((session) => session.id === id);
  return found !== undefined && cognito.store.documents.delete(ssoSessionKind, poolId, found.key);
}
