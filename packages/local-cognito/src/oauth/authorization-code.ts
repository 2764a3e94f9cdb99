import { createHash, randomUUID } from 'node:crypto';
import type { Cognito } from '../cognito.ts';
import type { ClientRecord, PoolRecord } from '../storage/records.ts';
import type { Decision } from '../tokens/decision.ts';
import type { AuthorizationRequest } from './authorization-request.ts';
import { OAuthError } from './oauth-error.ts';

/** What a code stands for; its own state in `store.sessions`, which keeps it sealed and forgets it in time. */
interface CodeState {
  challenge: 'AUTHORIZATION_CODE';
  redirectUri: string;
  codeChallenge?: string;
  decision: Decision;
}

const lifeMs = 5 * 60_000;

/** A UUID that is worth the decided tokens: for five minutes, once, to this client. */
export function createCode(
  cognito: Cognito,
  { client, redirectUri, codeChallenge }: AuthorizationRequest,
  decision: Decision,
): string {
  const code = randomUUID();
  const state: CodeState = {
    challenge: 'AUTHORIZATION_CODE',
    redirectUri,
    ...(codeChallenge !== undefined && { codeChallenge }),
    decision,
  };
  cognito.store.sessions.insert({
    id: idOf(code),
    poolId: client.poolId,
    clientId: client.id,
    expiresAt: cognito.clock() + lifeMs,
    used: false,
    state: { ...state },
  });
  return code;
}

/**
 * What was decided for the code; it is used up. Throws an `OAuthError`: for a code of another client or redirect URI,
 * one that is too old, a wrong or missing verifier, and a code that was used before: what it was worth is revoked then
 * (RFC 6749 §4.1.2).
 */
export function takeCode(
  { store, clock }: Cognito,
  { pool, client }: { pool: PoolRecord; client: ClientRecord },
  { code, redirectUri, verifier }: { code: string; redirectUri: string; verifier: string | undefined },
): Decision {
  const id = idOf(code);
  const record = store.sessions.get(id);
  if (record?.clientId !== client.id || record.state.challenge !== 'AUTHORIZATION_CODE') {
    throw new OAuthError('invalid_grant', 'The authorization code is unknown.');
  }
  const state = record.state as unknown as CodeState;
  if (redirectUri !== state.redirectUri) throw new OAuthError('unauthorized_client', 'invalid_redirect');
  if (clock() >= record.expiresAt)
    throw new OAuthError('invalid_grant', 'The authorization code has expired.');
  checkVerifier(state.codeChallenge, verifier);
  if (!store.sessions.markUsed(id)) {
    store.refreshTokens.revokeOrigin(pool.id, state.decision.originJti);
    throw new OAuthError('invalid_grant', 'The authorization code was used before.');
  }
  return state.decision;
}

/** RFC 7636 §4.6, and neither without the other: a request whose challenge was stripped gets no tokens. */
function checkVerifier(challenge: string | undefined, verifier: string | undefined): void {
  if (challenge === undefined && verifier === undefined) return;
  if (challenge === undefined) {
    throw new OAuthError('invalid_grant', 'There is a code_verifier, but there was no code_challenge.');
  }
  if (verifier === undefined) throw new OAuthError('invalid_grant', 'The code_verifier is missing.');
  if (createHash('sha256').update(verifier).digest('base64url') !== challenge) {
    throw new OAuthError('invalid_grant', 'The code_verifier does not fit the code_challenge.');
  }
}

const idOf = (code: string) => `code/${createHash('sha256').update(code).digest('hex')}`;
