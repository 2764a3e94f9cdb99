import type { Answer } from '../answer.ts';
import type { SignInDetails, UserRecord } from '../storage/records.ts';
import type { AuthorizationRequest } from './authorization-request.ts';
import type { DomainRequest } from './domain-request.ts';

/** Who has just signed in at a domain, and how. */
export interface SignedIn {
  user: UserRecord;
  details: SignInDetails;
  /** `COGNITO`, or the name of the identity provider. */
  provider: string;
}

/**
 * The end of every sign-in at a domain, by a page or by a provider: begins the browser's session, and sends it back to
 * the app with a code, or with tokens where the app asked for those.
 */
export async function completeAuthorization(
  _request: DomainRequest,
  _authorization: AuthorizationRequest,
  _signedIn: SignedIn,
): Promise<Answer> {
  throw new Error('not built yet');
}
