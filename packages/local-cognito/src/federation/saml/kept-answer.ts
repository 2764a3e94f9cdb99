/*
 * Responses are posted from the provider's site and bring no cookies. What came of one waits here until the same browser
 * fetches `/saml2/continue`: its cookie shows that it is the one that began, and the hash of the response that it is the
 * one that posted it. Without the hash, whoever began could have somebody else's browser answer.
 */
import { createHash } from 'node:crypto';
import type { DomainRequest } from '../../oauth/domain-request.ts';
import type { ExternalIdentity } from '../external-identity.ts';

/** What a response came to. */
export type KeptAnswer =
  | { result: 'valid'; identity: Omit<ExternalIdentity, 'provider'> }
  | { result: 'refused'; message: string; text: string; remedy: string };

const keptForMs = 5 * 60_000;

/** Which answer is whose: the sign-in's state, and the SHA-256 of the response that was posted for it. */
interface AnswerKey {
  state: string;
  response: string;
}

/** What only the browser that posted the response can name. */
export function answerKey(state: string, samlResponse: string): AnswerKey {
  return { state, response: createHash('sha256').update(samlResponse).digest('base64url') };
}

/** Keeps the answer for the sign-in with this state, which can be taken once (`takePending`). */
export function keepAnswer(
  request: DomainRequest,
  key: AnswerKey,
  clientId: string,
  answer: KeptAnswer,
): void {
  const { cognito, pool } = request;
  cognito.store.sessions.insert({
    id: idOf(key),
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
  key: AnswerKey,
): KeptAnswer | undefined {
  return cognito.store.sessions.get(idOf(key))?.state.answer as KeptAnswer | undefined;
}

function idOf({ state, response }: AnswerKey): string {
  return `saml-answer:${createHash('sha256')
    .update(JSON.stringify([state, response]))
    .digest('hex')}`;
}
