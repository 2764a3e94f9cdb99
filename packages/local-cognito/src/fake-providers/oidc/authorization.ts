import type { FakeProvider } from '../fake-provider.ts';
import { clientOf } from '../fake-providers.ts';

/** A request to the provider's authorization endpoint (OpenID Connect Core 1.0 §3.1.2.1), checked. */
export interface FakeAuthorization {
  redirectUri: string;
  state: string | undefined;
  nonce: string | undefined;
  scopes: readonly string[];
  /** S256. */
  codeChallenge: string | undefined;
  prompt: ReadonlySet<string>;
  loginHint: string | undefined;
  acr: string | undefined;
}

/** What is wrong with a request: shown on a page, or told to the redirect URI once that is known to be good. */
export interface RefusedAuthorization {
  text: string;
  remedy?: string;
  redirect?: { redirectUri: string; state: string | undefined; error: string };
}

export function readAuthorization(
  provider: FakeProvider,
  params: URLSearchParams,
): FakeAuthorization | RefusedAuthorization {
  const { clientId } = clientOf(provider);
  if (params.get('client_id') !== clientId) {
    return {
      text: `The request is of the client “${params.get('client_id') ?? ''}”, which this provider does not know.`,
      remedy: `Set client_id of the user pool’s identity provider to “${clientId}”.`,
    };
  }
  const redirectUri = params.get('redirect_uri') ?? '';
  if (!provider.isOwnAddress(redirectUri) || !new URL(redirectUri).pathname.endsWith('/oauth2/idpresponse')) {
    return {
      text: `The redirect URI “${redirectUri}” is not one of a user pool domain of this local-cognito.`,
      remedy: 'A fake provider sends people back to …/oauth2/idpresponse of this server only.',
    };
  }
  const state = params.get('state') ?? undefined;
  const refuse = (error: string, text: string): RefusedAuthorization => ({
    text,
    redirect: { redirectUri, state, error },
  });
  const scopes = (params.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
  if (params.get('response_type') !== 'code') {
    return refuse('unsupported_response_type', 'The provider answers response_type=code only.');
  }
  if (!scopes.includes('openid')) return refuse('invalid_scope', 'The scope openid is missing.');
  const codeChallenge = params.get('code_challenge') ?? undefined;
  if (codeChallenge !== undefined && params.get('code_challenge_method') !== 'S256') {
    return refuse('invalid_request', 'code_challenge_method has to be S256.');
  }
  return {
    redirectUri,
    state,
    nonce: params.get('nonce') ?? undefined,
    scopes,
    codeChallenge,
    prompt: new Set((params.get('prompt') ?? '').split(' ').filter((value) => value !== '')),
    loginHint: params.get('login_hint') ?? undefined,
    acr: params.get('acr_values')?.split(' ')[0],
  };
}
