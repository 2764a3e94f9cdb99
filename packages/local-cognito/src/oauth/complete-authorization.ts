import type { Answer } from '../answer.ts';
import type { ExternalIdentity } from '../federation/external-identity.ts';
import type { SignInDetails, UserRecord } from '../storage/records.ts';
import { newSessionId } from '../user-sessions/session-id.ts';
import { beginSession } from '../user-sessions/token-sessions.ts';
import { CognitoError } from '../wire/errors.ts';
import { createCode } from './authorization-code.ts';
import { AuthorizationError, type AuthorizationRequest } from './authorization-request.ts';
import type { DomainRequest } from './domain-request.ts';
import { answerUri, redirect } from './redirect.ts';
import { beginSsoSession } from './sso-session.ts';

/** Who has just signed in at a domain, and how. */
export interface SignedIn {
  user: UserRecord;
  details: SignInDetails;
  /** `COGNITO`, or the name of the identity provider. */
  provider: string;
  /** SAML: what single logout has to name. */
  samlSession?: ExternalIdentity['samlSession'];
}

/**
 * The end of every sign-in at a domain, by a page or by a provider: begins the browser's session, and sends it back to
 * the app with a code, or with tokens where the app asked for those. Throws an `AuthorizationError` when the
 * PreTokenGeneration function refuses; then there is no session.
 */
export async function completeAuthorization(
  request: DomainRequest,
  authorization: AuthorizationRequest,
  signedIn: SignedIn,
): Promise<Answer> {
  const { client } = authorization;
  const id = newSessionId('sso');
  const location = await answerTo(request, authorization, {
    ...signedIn,
    signedInAt: request.cognito.clock(),
    ssoSessionId: id,
  });
  return redirect(location, [beginSsoSession(request, { id, clientId: client.id, signedIn })]);
}

/** Where the browser goes with a code or tokens for a sign-in of now or, by the browser's session, of earlier. */
export async function answerTo(
  { cognito, pool }: DomainRequest,
  authorization: AuthorizationRequest,
  signedIn: { user: UserRecord; details: SignInDetails; signedInAt: number; ssoSessionId: string },
): Promise<string> {
  const { client, scopes, nonce, resource } = authorization;
  const { user, details, signedInAt } = signedIn;
  const session = beginSession(cognito, pool, signedIn.ssoSessionId);
  try {
    const decision = await cognito.tokens.decide({
      pool,
      client,
      user,
      triggerSource: 'TokenGeneration_HostedAuth',
      details: { ...details, ...(session && { session }) },
      grant: { scopes, nonce, resource, authTime: Math.floor(signedInAt / 1000) },
    });
    if (authorization.responseType === 'code') {
      return answerUri(authorization, { code: createCode(cognito, authorization, decision) });
    }
    const tokens = await cognito.tokens.issueDecided({ pool, client, decision, refreshToken: 'none' });
    return answerUri(authorization, {
      ...(tokens.IdToken !== undefined && { id_token: tokens.IdToken }),
      access_token: tokens.AccessToken,
      token_type: tokens.TokenType,
      expires_in: String(tokens.ExpiresIn),
    });
  } catch (error) {
    if (error instanceof CognitoError)
      throw new AuthorizationError('invalid_request', error.message, authorization);
    throw error;
  }
}
