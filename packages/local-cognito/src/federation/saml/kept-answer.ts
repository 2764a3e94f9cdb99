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

/** Keeps the answer for the sign-in with this state; it can be taken once. */
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

/** Whether an answer came for this state; also when it was taken since. */
export function hasAnswer({ cognito }: Pick<DomainRequest, 'cognito'>, state: string): boolean {
  return cognito.store.sessions.get(idOf(state)) !== undefined;
}

/** `undefined` when there is none, or it was taken, or is too old. */
export function takeAnswer({ cognito, pool }: DomainRequest, state: string): KeptAnswer | undefined {
  const { sessions } = cognito.store;
  const record = sessions.get(idOf(state));
  if (record?.poolId !== pool.id || cognito.clock() >= record.expiresAt) return undefined;
  return sessions.markUsed(record.id) ? (record.state.answer as KeptAnswer) : undefined;
}

const idOf = (state: string) => `saml-answer:${createHash('sha256').update(state).digest('hex')}`;
