import { createHmac, randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { epochSeconds } from '../clock.ts';
import { groupConfiguration, groupsOf } from '../groups/groups-of-user.ts';
import type { SignInDetails } from '../storage/records.ts';
import type { Store } from '../storage/store.ts';
import { eventAttributes } from '../triggers/event.ts';
import type { TriggerInvoker } from '../triggers/invoke.ts';
import { type GroupConfiguration, preTokenGeneration } from '../triggers/pre-token-generation.ts';
import { notAuthorized, userNotFound } from '../wire/errors.ts';
import { createAccessTokenVerifier, userAdminScope } from './access-token.ts';
import { applyOverrides } from './claim-overrides.ts';
import { accessTokenClaims, idTokenClaims } from './claims.ts';
import { createClientTokenIssuer } from './client-token.ts';
import type { SignIn, TokenIssuer } from './issue.ts';
import { type Claims, signJwt } from './jwt.ts';
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

  const decideClaims = async (
    signIn: SignIn,
    groups: GroupConfiguration,
    tokens: { id: Claims; access: Claims },
  ) => {
    const answer = await preTokenGeneration(triggers, {
      pool: signIn.pool,
      client: signIn.client,
      username: signIn.user.username,
      triggerSource: signIn.triggerSource,
      userAttributes: eventAttributes(signIn.user),
      clientMetadata: signIn.clientMetadata,
      groupConfiguration: groups,
      scopes: String(tokens.access.scope).split(' '),
    });
    return answer ? applyOverrides(answer, tokens) : tokens;
  };

  return {
    async issue(signIn) {
      const { pool, client, user, refreshOf } = signIn;
      const issuedAt = epochSeconds(clock);
      const lifetimes = tokenLifetimes(client);
      const originJti = refreshOf?.originJti ?? randomUUID();
      const eventId = refreshOf?.eventId ?? randomUUID();
      const authTime = refreshOf?.authTime ?? issuedAt;
      const scope = refreshOf?.scope ?? userAdminScope;
      const details = refreshOf ? touched(refreshOf.details, clock()) : signIn.details;
      const groups = groupConfiguration(groupsOf({ store }, pool, user));
      const context = {
        issuer: `${issuerBase()}/${pool.id}`,
        client,
        user,
        groups,
        originJti: client.client.EnableTokenRevocation === false ? undefined : originJti,
        eventId,
        authTime,
        issuedAt,
        details,
      };
      const [claims, keys] = await Promise.all([
        decideClaims(signIn, groups, {
          id: idTokenClaims(context, { jti: randomUUID(), expiresAt: issuedAt + lifetimes.id }),
          access: accessTokenClaims(context, {
            jti: randomUUID(),
            expiresAt: issuedAt + lifetimes.access,
            scope,
          }),
        }),
        keyring.get(pool.id),
      ]);
      const [IdToken, AccessToken] = await Promise.all([
        signJwt(keys.id, claims.id),
        signJwt(keys.access, claims.access),
      ]);
      checkStillValid(store, signIn, originJti);
      const result = { AccessToken, IdToken, ExpiresIn: lifetimes.access, TokenType: 'Bearer' as const };
      if (refreshOf && !signIn.rotate) {
        if (details?.session) store.refreshTokens.update({ ...refreshOf, details });
        return result;
      }

      const RefreshToken = createRefreshToken();
      store.refreshTokens.insert({
        hash: hashRefreshToken(RefreshToken),
        poolId: pool.id,
        clientId: client.id,
        username: user.username,
        originJti,
        eventId,
        authTime,
        scope,
        expiresAt: refreshOf?.expiresAt ?? clock() + lifetimes.refresh * 1000,
        revoked: false,
        ...(details && { details }),
      });
      return { ...result, RefreshToken };
    },

    issueToClient: createClientTokenIssuer({ clock, triggers, keyring, issuerBase }),

    verifyAccessToken: createAccessTokenVerifier({ clock, store, keyring, issuerBase }),

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

/** A refresh is the last sign of life of its session. */
function touched(details: SignInDetails | undefined, now: number): SignInDetails | undefined {
  return details?.session ? { ...details, session: { ...details.session, lastActiveAt: now } } : details;
}

/** Much can happen while a function runs: what was ended meanwhile gets no new tokens. */
function checkStillValid(store: Store, { pool, user }: SignIn, originJti: string): void {
  const current = store.users.get(pool.id, user.username);
  if (current?.sub !== user.sub) throw userNotFound();
  if (!current.enabled) throw notAuthorized('User is disabled.');
  const isSignedOut = (current.signedOutAt ?? 0) !== (user.signedOutAt ?? 0);
  if (isSignedOut || store.refreshTokens.isOriginRevoked(pool.id, originJti)) {
    throw notAuthorized('Refresh Token has been revoked');
  }
}

function publicJwk({ kid, publicKey }: SigningKey): Record<string, string> {
  const { e, n } = publicKey.export({ format: 'jwk' }) as { e: string; n: string };
  return { alg: 'RS256', e, kid, kty: 'RSA', n, use: 'sig' };
}
