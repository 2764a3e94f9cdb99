import {
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  randomNonce,
  randomPKCECodeVerifier,
} from 'openid-client';
import type { Answer } from '../../answer.ts';
import { acrValues } from '../../flows/acr.ts';
import type { IdentityProvider } from '../../identity-providers/identity-provider.ts';
import type { AuthorizationRequest } from '../../oauth/authorization-request.ts';
import type { DomainRequest } from '../../oauth/domain-request.ts';
import { redirect } from '../../oauth/redirect.ts';
import { beginPending } from '../pending-sign-in.ts';
import type { TraceRecorder } from '../trace.ts';
import { fetchAs } from './fetch-as.ts';
import { findServer } from './find-server.ts';
import { configure } from './oidc-server.ts';

/** Where OpenID Connect and social providers send people back to; registered there, below the domain. */
export const oidcCallbackPath = '/oauth2/idpresponse';

/** Sends the browser to an OpenID Connect provider: code grant, always with PKCE and nonce. Throws a `FederationError`. */
export async function beginOidc(
  request: DomainRequest,
  authorization: AuthorizationRequest,
  provider: IdentityProvider,
  trace: TraceRecorder,
): Promise<Answer> {
  const { cognito, baseUrl } = request;
  const server = await findServer(cognito, provider, trace);
  const codeVerifier = randomPKCECodeVerifier();
  const nonce = randomNonce();
  const { state, cookie } = beginPending(request, authorization, provider, {
    traceId: trace.id,
    nonce,
    codeVerifier,
  });
  const config = configure(cognito, server, fetchAs(cognito.fetch, 'discovery'));
  const redirectUri = `${baseUrl}${oidcCallbackPath}`;
  const url = buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: server.scopes,
    state,
    nonce,
    code_challenge: await calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
    ...forwarded(request, authorization, provider),
  });
  trace.step('request', `Sent the browser to ${url.origin}${url.pathname}.`, {
    client_id: server.clientId,
    redirect_uri: redirectUri,
    scope: server.scopes,
  });
  return redirect(url.href, [cookie]);
}

/** What the app wants of the sign-in and the provider has to do. */
function forwarded(
  { pool }: DomainRequest,
  { loginHint, prompt, maxAge, acrValues: wanted }: AuthorizationRequest,
  { ProviderType, AcrMapping = {}, ProviderDetails }: IdentityProvider,
): Record<string, string> {
  if (ProviderType !== 'OIDC') {
    // Apple sends names and addresses only so.
    const isApplesForm =
      ProviderType === 'SignInWithApple' && /\b(?:name|email)\b/.test(ProviderDetails.authorize_scopes ?? '');
    return isApplesForm ? { response_mode: 'form_post' } : {};
  }
  const levels = acrValues(pool);
  const acr = wanted.flatMap((value) => AcrMapping[`Level${levels.indexOf(value) + 1}`] ?? []);
  return {
    ...(loginHint !== undefined && { login_hint: loginHint }),
    ...(prompt.size > 0 && { prompt: [...prompt].join(' ') }),
    ...(maxAge !== undefined && { max_age: String(maxAge) }),
    ...(acr.length > 0 && { acr_values: acr.join(' ') }),
  };
}
