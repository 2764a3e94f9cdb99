import { createHash } from 'node:crypto';
import type { Cognito } from '../../cognito.ts';
import { invalidResponse } from './response-error.ts';
import type { ValidResponse } from './validate-response.ts';

export interface AssertionUse extends Pick<ValidResponse, 'assertionId' | 'usableUntil'> {
  poolId: string;
  clientId: string;
  providerName: string;
}

/**
 * Uses an assertion up: its id is remembered, across restarts, for as long as it would be believed. Throws FederationError
 * for one that was used before.
 */
export function useAssertion({ store, clock }: Pick<Cognito, 'store' | 'clock'>, use: AssertionUse): void {
  const { assertionId, usableUntil, poolId, clientId, providerName } = use;
  const hash = createHash('sha256').update(JSON.stringify([poolId, providerName, assertionId]));
  const id = `saml-assertion:${hash.digest('hex')}`;
  const before = store.sessions.get(id);
  if (before && clock() < before.expiresAt) {
    throw invalidResponse('the assertion was used before.', {
      text: 'The assertion was used before: somebody sent the same response again.',
      remedy: 'Sign in again; if nobody went back in the browser, find out who has copies of responses.',
    });
  }
  store.sessions.insert({
    id,
    poolId,
    clientId,
    expiresAt: usableUntil,
    used: true,
    state: { challenge: 'SAML_ASSERTION' },
  });
}
