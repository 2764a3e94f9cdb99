import { createHash, createHmac, randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { epochSeconds } from '../clock.ts';
import type { PoolRecord } from '../storage/records.ts';
import type { Store } from '../storage/store.ts';
import type { TriggerInvoker } from '../triggers/invoke.ts';
import { notAuthorized, userNotFound } from '../wire/errors.ts';
import { createAccessTokenVerifier } from './access-token.ts';
import { stamped } from './claims.ts';
import { createClientTokenIssuer } from './client-token.ts';
import { createDecider, type Decision } from './decision.ts';
import type { DecidedSignIn, TokenIssuer } from './issue.ts';
import { signJwt } from './jwt.ts';
import { tokenLifetimes } from './lifetimes.ts';
import { createPoolKeyring, type SigningKey } from './pool-keys.ts';
import { createRefreshToken, hashRefreshToken } from './refresh-token.ts';

/** The issuer of all pools' tokens. Keys are made when a pool first needs them and kept in the store. */
export function createTokenIssuer({
  clock,
  store,
  triggers,
  issuerBase,
}: {
  clock: Clock;
  store: Store;
  triggers: TriggerInvoker;
  issuerBase: () => string;
}): TokenIssuer {
  const keyring = createPoolKeyring(store);
  const decide = createDecider({ clock, store, triggers, issuerBase });

  const issueDecided = async ({ pool, client, decision, refreshOf, refreshToken }: DecidedSignIn) => {
    const issuedAt = epochSeconds(clock);
    const lifetimes = tokenLifetimes(client);
    const { details } = decision;
    const tokens = await signTokens(await keyring.get(pool.id), decision, { issuedAt, lifetimes });
    checkStillValid(store, pool, decision);
    const result = { ...tokens, ExpiresIn: lifetimes.access, TokenType: 'Bearer' as const };
    if (refreshToken === 'none') {
      if (refreshOf && details?.session) store.refreshTokens.update({ ...refreshOf, details });
      return result;
    }
    const RefreshToken = createRefreshToken();
    store.refreshTokens.insert({
      hash: hashRefreshToken(RefreshToken),
      poolId: pool.id,
      clientId: client.id,
      username: decision.username,
      originJti: decision.originJti,
      eventId: decision.eventId,
      authTime: decision.authTime,
      scope: decision.scope,
      expiresAt: refreshOf?.expiresAt ?? clock() + lifetimes.refresh * 1000,
      revoked: false,
      ...(details && { details }),
    });
    return { ...result, RefreshToken };
  };

  return {
    async issue(signIn) {
      const { pool, client, refreshOf, rotate } = signIn;
      // A new pool's keys are made while the function runs.
      const [decision] = await Promise.all([decide(signIn), keyring.get(pool.id)]);
      const refreshToken = refreshOf && !rotate ? 'none' : 'new';
      return issueDecided({ pool, client, decision, refreshOf, refreshToken });
    },

    decide,
    issueDecided,

    issueToClient: createClientTokenIssuer({ clock, triggers, keyring, issuerBase }),

    ...createAccessTokenVerifier({ clock, store, keyring, issuerBase }),

    async jwks(poolId) {
      const { id, access } = await keyring.get(poolId);
      return { keys: [id, access].map(publicJwk) };
    },

    prepareKeys(poolId) {
      keyring.get(poolId).catch(() => undefined);
    },

    async secretOf(poolId, purpose) {
      const { secret } = await keyring.get(poolId);
      return createHmac('sha256', secret).update(purpose).digest();
    },
  };
}

/** Both tokens at the same time, unless the ID token holds a hash of the other. */
async function signTokens(
  keys: { id: SigningKey; access: SigningKey },
  { id, access, details }: Decision,
  { issuedAt, lifetimes }: { issuedAt: number; lifetimes: { id: number; access: number } },
): Promise<{ AccessToken: string; IdToken?: string }> {
  const stamp = (lifetime: number) => ({ jti: randomUUID(), issuedAt, expiresAt: issuedAt + lifetime });
  const signing = signJwt(keys.access, stamped(access, stamp(lifetimes.access)));
  if (!id) return { AccessToken: await signing };
  const idClaims = stamped(id, stamp(lifetimes.id));
  if (!details?.oauth) {
    const [AccessToken, IdToken] = await Promise.all([signing, signJwt(keys.id, idClaims)]);
    return { AccessToken, IdToken };
  }
  const AccessToken = await signing;
  const IdToken = await signJwt(keys.id, { at_hash: hashOf(AccessToken), ...idClaims });
  return { AccessToken, IdToken };
}

/** `at_hash` (OpenID Connect Core §3.1.3.6): the left half of the token's SHA-256. */
const hashOf = (token: string) =>
  createHash('sha256').update(token).digest().subarray(0, 16).toString('base64url');

/** Much can happen while a function runs or a code waits: what was ended meanwhile gets no new tokens. */
function checkStillValid(store: Store, pool: PoolRecord, decision: Decision): void {
  const current = store.users.get(pool.id, decision.username);
  if (current?.sub !== decision.sub) throw userNotFound();
  if (!current.enabled) throw notAuthorized('User is disabled.');
  const isSignedOut = (current.signedOutAt ?? 0) !== (decision.signedOutAt ?? 0);
  if (isSignedOut || store.refreshTokens.isOriginRevoked(pool.id, decision.originJti)) {
    throw notAuthorized('Refresh Token has been revoked');
  }
}

function publicJwk({ kid, publicKey }: SigningKey): Record<string, string> {
  const { e, n } = publicKey.export({ format: 'jwk' }) as { e: string; n: string };
  return { alg: 'RS256', e, kid, kty: 'RSA', n, use: 'sig' };
}
