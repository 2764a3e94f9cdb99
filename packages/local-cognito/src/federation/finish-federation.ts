import type { Answer } from '../answer.ts';
import type { AuthorizationRequest } from '../oauth/authorization-request.ts';
import type { DomainRequest } from '../oauth/domain-request.ts';
import type { ExternalIdentity } from './external-identity.ts';
import type { TraceRecorder } from './trace.ts';

/**
 * From a checked identity to the app: InboundFederation, mapping, the linked user or the profile (made at the first
 * sign-in, after PreSignUp), the other functions, then `completeAuthorization`.
 */
export async function finishFederation(
  _request: DomainRequest,
  _authorization: AuthorizationRequest,
  _identity: ExternalIdentity,
  _trace: TraceRecorder,
): Promise<Answer> {
  throw new Error('not built yet');
}
