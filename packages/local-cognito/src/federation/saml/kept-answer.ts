/*
 * Responses are posted from the provider's site and bring no cookies. What came of one waits here until the same browser
 * fetches `/saml2/continue`, which shows that it is the one that began.
 */
import { createHash } from 'node:crypto';
import type { DomainRequest } from '../../oauth/domain-request.ts';
import type { ExternalIdentity } from '../external-identity.ts';

/** What a response came to. */
export type KeptAnswer =
  | { result: 'valid'; identity: Omit<ExternalIdentity, 'provider'> }
  | { result: 'refused'; message: string; text: string; remedy: string };

const keptForMs = 5 * 60_000;

/** Keeps the answer for the sign-in with this state, which can be taken once (`takePending`). */
export function keepAnswer(
  request: DomainRequest,
  state: string,
  clientId: string,
  answer: KeptAnswer,
): void {
  const { cognito, pool } = request;
  cognito.store.sessions.insert({
    id: idOf(state),
    poolId: pool.id,
    clientId,
    expiresAt: cognito.clock() + keptForMs,
    used: false,
    state: { challenge: 'SAML_ANSWER', answer },
  });
}

/** `undefined` when none came. */
export function findAnswer(
  { cognito }: Pick<DomainRequest, 'cognito'>,
  state: string,
): KeptAnswer | undefined {
  return cognito.store.sessions.get(idOf(state))?.state.answer as KeptAnswer | undefined;
}

const idOf = (state: string) => `saml-answer:${createHash('sha256').update(state).digest('hex')}`;
