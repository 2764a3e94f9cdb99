import type { CallSubject } from '../quotas/request-rates.ts';
import type { Store } from '../storage/store.ts';

/**
 * Which pool, and which user of it, a parsed input is about, for quotas and the request log. Reads access tokens without
 * checking them: this decides nothing.
 */
export function subjectOf(input: unknown, store: Store): CallSubject {
  const { UserPoolId, ClientId, Username, AccessToken } = input as Record<string, unknown>;
  if (typeof AccessToken === 'string') return subjectOfToken(AccessToken, store);
  const poolId =
    typeof UserPoolId === 'string'
      ? UserPoolId
      : typeof ClientId === 'string'
        ? store.clients.get(ClientId)?.poolId
        : undefined;
  return { poolId, username: typeof Username === 'string' ? Username : undefined };
}

function subjectOfToken(token: string, store: Store): CallSubject {
  const nobody = { poolId: undefined, username: undefined };
  try {
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    const poolId = String(claims.iss).split('/').at(-1) ?? '';
    return store.pools.get(poolId) ? { poolId, username: String(claims.username) } : nobody;
  } catch {
    return nobody;
  }
}
