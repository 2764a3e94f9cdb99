import type { Clock } from '../clock.ts';
import type { Store } from '../storage/store.ts';
import { notAuthorized, userNotFound } from '../wire/errors.ts';
import type { TokenIssuer } from './issue.ts';
import { type Claims, decodeJwt, isSignedBy } from './jwt.ts';
import type { PoolKeyring } from './pool-keys.ts';

/** The scope without which a token opens no user operation. */
export const userAdminScope = 'aws.cognito.signin.user.admin';

const invalid = () => notAuthorized('Invalid Access Token');

/** See {@link TokenIssuer}. */
export function createAccessTokenVerifier({
  clock,
  store,
  keyring,
  issuerBase,
}: {
  clock: Clock;
  store: Store;
  keyring: PoolKeyring;
  issuerBase: () => string;
}): Pick<TokenIssuer, 'verifyAccessToken' | 'verifyClientToken'> {
  const readClaims = (token: string): { poolId: string; claims: Claims } => {
    const claims = decodeJwt(token)?.claims;
    const prefix = `${issuerBase()}/`;
    if (typeof claims?.iss !== 'string' || !claims.iss.startsWith(prefix)) throw invalid();
    const poolId = claims.iss.slice(prefix.length);
    const keys = store.pools.get(poolId) && keyring.find(poolId);
    if (!keys || !isSignedBy(keys.access, token) || claims.token_use !== 'access') throw invalid();
    if (clock() >= Number(claims.exp) * 1000) throw notAuthorized('Access Token has expired');
    return { poolId, claims };
  };

  const findParties = (poolId: string, claims: Claims) => {
    const pool = store.pools.get(poolId);
    const client = store.clients.get(String(claims.client_id));
    if (!pool || !client) throw invalid();
    return { pool, client, scope: String(claims.scope).split(' ') };
  };

  return {
    verifyAccessToken(token, scopes = 'user APIs') {
      const { poolId, claims } = readClaims(token);
      const originJti = typeof claims.origin_jti === 'string' ? claims.origin_jti : undefined;
      if (originJti !== undefined && store.refreshTokens.isOriginRevoked(poolId, originJti)) {
        throw notAuthorized('Access Token has been revoked');
      }
      const { pool, client, scope } = findParties(poolId, claims);
      const user = store.users.get(poolId, String(claims.username));
      if (!user || user.sub !== claims.sub) throw userNotFound();
      if (!user.enabled) throw notAuthorized('User is disabled.');
      if (originJti === undefined && Number(claims.iat) < Math.floor((user.signedOutAt ?? 0) / 1000)) {
        throw notAuthorized('Access Token has been revoked');
      }
      if (scopes === 'user APIs' && !scope.includes(userAdminScope)) {
        throw notAuthorized('Access Token does not have required scopes');
      }
      const eventId = String(claims.event_id);
      return {
        pool,
        user,
        client,
        originJti,
        scope,
        eventId,
        authTime: Number(claims.auth_time),
        deviceKey: typeof claims.device_key === 'string' ? claims.device_key : undefined,
        get amr() {
          const signIns = store.refreshTokens.listUser(poolId, user.username);
          return signIns.find((signIn) => signIn.eventId === eventId)?.details?.amr ?? [];
        },
      };
    },

    verifyClientToken(token) {
      const { poolId, claims } = readClaims(token);
      return findParties(poolId, claims);
    },
  };
}
