import type { Answer } from '../answer.ts';
import { beginFederation } from '../federation/begin-federation.ts';
import { acrValues } from '../flows/acr.ts';
import type { SsoSession } from '../user-sessions/sso-sessions.ts';
import { AuthorizationError, type AuthorizationRequest } from './authorization-request.ts';
import { answerTo } from './complete-authorization.ts';
import type { DomainRequest } from './domain-request.ts';
import { readAuthorizationRequest } from './read-authorization-request.ts';
import { redirect } from './redirect.ts';
import { findSsoSession, reusableMs, touchSsoSession } from './sso-session.ts';

/**
 * `GET /oauth2/authorize`: back to the app at once when the browser's session is good enough, else to the provider that
 * the app or its client names, else to the login page.
 */
export async function authorize(request: DomainRequest): Promise<Answer> {
  const authorization = readAuthorizationRequest(request);
  const { provider, prompt } = authorization;
  const found = findSsoSession(request);
  if (found && isGoodEnough(request, authorization, found.session)) {
    const { user, session } = found;
    const { details, signedInAt, id: ssoSessionId } = session;
    const location = await answerTo(request, authorization, { user, details, signedInAt, ssoSessionId });
    touchSsoSession(request, session.key);
    return redirect(location);
  }
  if (provider !== undefined && provider !== 'COGNITO')
    return beginFederation(request, authorization, provider);
  if (prompt.has('none')) {
    throw new AuthorizationError('login_required', 'The user has to sign in.', authorization);
  }
  return redirect(`${request.basePath}/login?${authorization.query}`);
}

/** Whether nobody has to sign in again: how, where, when and how strongly the session's user did it. */
function isGoodEnough(
  request: DomainRequest,
  { client, provider, prompt, maxAge, acrValues: wanted }: AuthorizationRequest,
  session: SsoSession,
): boolean {
  if (prompt.has('login') || prompt.has('select_account')) return false;
  const ageMs = request.cognito.clock() - session.signedInAt;
  if (ageMs >= reusableMs(request, client.id)) return false;
  if (maxAge !== undefined && ageMs >= maxAge * 1000) return false;
  if (!isStrongEnough(request, wanted, session)) return false;
  if (provider === undefined || provider === 'COGNITO') {
    const isOwn = client.client.SupportedIdentityProviders?.includes(session.provider) ?? false;
    return isOwn && (provider === undefined || session.provider === provider);
  }
  return session.provider === provider.ProviderName && session.clientId === client.id;
}

/** Every level above one that was wanted does as well. */
function isStrongEnough(
  { pool }: DomainRequest,
  wanted: readonly string[],
  { details }: SsoSession,
): boolean {
  if (wanted.length === 0) return true;
  const levels = acrValues(pool);
  const reached = levels.indexOf(details.acr ?? '');
  return wanted.some((value) => levels.indexOf(value) <= reached);
}
