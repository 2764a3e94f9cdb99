import { AuthorizationResponseError } from 'openid-client';
import type { Answer } from '../../answer.ts';
import { AuthorizationError } from '../../oauth/authorization-request.ts';
import type { DomainRequest } from '../../oauth/domain-request.ts';
import { finishFederation } from '../finish-federation.ts';
import type { ResumedSignIn } from '../resume-federation.ts';
import { exchangeSocialCode } from '../social/exchange-social-code.ts';
import type { TraceRecorder } from '../trace.ts';
import { oidcCallbackPath } from './begin-oidc.ts';
import { claimsAsText } from './claim-text.ts';
import { type ExchangedCode, exchangeCode } from './exchange-code.ts';
import { explainOidcError } from './explain-oidc-error.ts';
import type { Progress } from './fetch-as.ts';
import { findServer, isOpenId } from './find-server.ts';

/** An OpenID Connect provider's answer: the code for tokens, the tokens for claims, the claims for a user. */
export async function finishOidc(
  request: DomainRequest,
  state: string,
  { pending, authorization, provider, trace }: ResumedSignIn,
): Promise<Answer> {
  const { cognito, query } = request;
  trace.step('response', 'The browser came back from the provider.', {
    parameters: [...new Set(query.keys())].join(', '),
  });
  const server = await findServer(cognito, provider, trace);
  const progress: Progress = { stage: 'token' };
  const exchanged = await exchange().catch((error: unknown) => {
    if (error instanceof AuthorizationResponseError) throw passOn(error, authorization, trace);
    throw explainOidcError(error, { provider, ...progress });
  });
  const { subject, tokenResponse, idToken, userInfo } = exchanged;
  const claims = mergeClaims(exchanged);
  trace.step('claims', 'The provider vouches for the person with these claims.', {
    names: Object.keys({ ...userInfo, ...idToken }).join(', '),
    subject,
    email: claims.email ?? 'none',
    email_verified: claims.email_verified ?? 'none',
  });
  const sources = {
    tokenResponse: claimsAsText(tokenResponse),
    idToken: claimsAsText(idToken),
    userInfo: claimsAsText(userInfo),
  };
  const acr = typeof idToken.acr === 'string' ? { acr: idToken.acr } : {};
  // Cognito shows no issuer of a provider that speaks OpenID Connect.
  const identity = { provider, subject, issuer: null, claims, sources, ...acr };
  return finishFederation(request, authorization, identity, trace);

  function exchange(): Promise<ExchangedCode> {
    const common = {
      url: new URL(`${pending.baseUrl}${oidcCallbackPath}?${query}`),
      state,
      pending,
      maxAge: authorization.maxAge,
      userInfoMethod: provider.ProviderDetails.attributes_request_method,
      progress,
      trace,
    };
    if (isOpenId(server)) return exchangeCode(cognito, { ...common, server });
    const subjectClaim = provider.ProviderType === 'Facebook' ? 'id' : 'user_id';
    return exchangeSocialCode(cognito, { ...common, server, subjectClaim });
  }
}

/** The ID token, which is signed, wins. The tokens themselves can be mapped, as at Cognito. */
function mergeClaims({ tokenResponse, idToken, userInfo }: ExchangedCode): Record<string, string> {
  const { access_token, id_token } = tokenResponse;
  return claimsAsText({ ...userInfo, ...idToken, access_token, id_token });
}

/** What the provider says instead of a code, such as that the person did not want to. */
function passOn(
  error: AuthorizationResponseError,
  authorization: AuthorizationError['authorization'],
  trace: TraceRecorder,
): AuthorizationError {
  const description = (error.error_description ?? error.error).replace(/[^\x20-\x7e]/g, ' ').slice(0, 200);
  trace.end({
    result: 'refused',
    text: `The provider did not sign the person in: ${error.error} (${description}).`,
    remedy: "Look at the client's settings at the provider: scopes, redirect URI and who may use it.",
  });
  const { error: said } = error;
  const told = said === 'access_denied' || said === 'login_required' ? said : 'invalid_request';
  return new AuthorizationError(told, description, authorization);
}
