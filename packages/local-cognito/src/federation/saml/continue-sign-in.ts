import type { Answer } from '../../answer.ts';
import { DeadEnd } from '../../oauth/authorization-request.ts';
import type { DomainRequest } from '../../oauth/domain-request.ts';
import { finishFederation } from '../finish-federation.ts';
import { resumeFederation } from '../resume-federation.ts';
import { FederationError } from '../trace.ts';
import { findAnswer } from './kept-answer.ts';

/**
 * `GET /saml2/continue`: the browser that began the sign-in comes with its cookies, and goes on with what was checked, if
 * it is the one that posted the response too.
 */
export function continueSignIn(request: DomainRequest): Promise<Answer> {
  const state = request.query.get('state') ?? '';
  const response = request.query.get('response') ?? '';
  return resumeFederation(request, state, async ({ authorization, provider, trace }) => {
    const answer = findAnswer(request, { state, response });
    if (!answer) throw new DeadEnd('unsolicited', authorization.client.id);
    if (answer.result === 'refused') throw new FederationError(answer.message, answer);
    return finishFederation(request, authorization, { ...answer.identity, provider }, trace);
  });
}
