/*
 * What openid-client finds wrong with a provider's answer: for the app in Cognito's words where those are known, for the
 * trace in a sentence with the setting to look at.
 */
import { ClientError, ResponseBodyError, WWWAuthenticateChallengeError } from 'openid-client';
import type { IdentityProvider } from '../../identity-providers/identity-provider.ts';
import { FederationError } from '../trace.ts';
import { type Stage, StageFailed } from './fetch-as.ts';

interface Context {
  provider: IdentityProvider;
  stage: Stage;
}

interface Explanation {
  message: string;
  text: string;
  remedy: string;
}

/** As openid-client and oauth4webapi attach it to their errors. */
interface Detail {
  claim?: string;
  attribute?: string;
  claims?: Record<string, unknown>;
  expected?: unknown;
  header?: { alg?: string; kid?: string };
  status?: number;
}

/** The error as a `FederationError`; one that is already is given back, as is what is no error of the protocol. */
export function explainOidcError(error: unknown, context: Context): unknown {
  if (error instanceof FederationError) return error;
  const explanation = explain(error, context);
  return explanation ? new FederationError(explanation.message, explanation) : error;
}

function explain(error: unknown, context: Context): Explanation | undefined {
  const failed = findCause(error);
  if (failed) return explainFetch(failed, context);
  if (error instanceof ResponseBodyError) return explainTokenRefusal(error, context);
  if (error instanceof WWWAuthenticateChallengeError) return explainStatus(error.status, context);
  return error instanceof ClientError ? explainProtocol(error, context) : undefined;
}

function findCause(error: unknown): StageFailed | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof StageFailed) return cause;
  }
  return undefined;
}

const documents: Record<Stage, string> = {
  discovery: 'The discovery document',
  token: 'The token endpoint',
  keys: 'The key set (jwks_uri)',
  userInfo: 'The user info endpoint',
};

function explainFetch({ stage, refused }: StageFailed, { provider }: Context): Explanation {
  const texts: Record<Stage, string> = {
    discovery: 'Unable to contact well-known endpoint',
    token: 'Timeout occurred in calling IdP token endpoint',
    keys: 'Timeout in calling jwks uri',
    userInfo: 'Read timed out',
  };
  const isSlow = refused.reason === 'timeout' || stage === 'discovery';
  const message = isSlow
    ? texts[stage]
    : `${provider.ProviderName} Error - ${documents[stage]} cannot be reached`;
  return { message, text: `${documents[stage]} was not read. ${refused.text}`, remedy: refused.remedy };
}

function explainTokenRefusal(error: ResponseBodyError, { provider, stage }: Context): Explanation {
  const { status, error: code, error_description: description } = error;
  const said = description === undefined ? code : `${code}: ${description}`;
  const isClient = code === 'invalid_client' || code === 'unauthorized_client';
  return {
    message: `${provider.ProviderName} Error - ${status} error getting token`,
    text: `${documents[stage]} of the provider answered with status ${status} (${said}).`,
    remedy: isClient
      ? 'Set client_id and client_secret in ProviderDetails to those that the provider knows.'
      : 'Register the redirect URI of this domain, which ends with /oauth2/idpresponse, at the provider; then sign in again.',
  };
}

function explainProtocol(error: ClientError, context: Context): Explanation {
  const { provider } = context;
  const detail = detailOf(error);
  const {
    oidc_issuer: issuer = '',
    client_id: clientId = '',
    jwks_uri: keys = 'its jwks_uri',
  } = provider.ProviderDetails;
  const badToken = (text: string, remedy: string, message = 'Bad id_token') => ({ message, text, remedy });
  switch (error.code) {
    case 'OAUTH_JWT_CLAIM_COMPARISON_FAILED':
      return explainClaim(detail, { issuer, clientId });
    case 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED':
      return badToken(
        `The time ${detail.claim ?? ''} of the ID token (${timeOf(detail)}) is past or not yet come, by the clock here.`,
        'Correct the clock of the provider, or of this machine; sign in again if the answer took long.',
      );
    case 'OAUTH_KEY_SELECTION_FAILED':
      return badToken(
        `The ID token is signed with the key ${detail.header?.kid ?? 'without a kid'}, which is not among the keys that the provider publishes.`,
        `Let the provider sign with a key that it publishes at ${keys}, with its kid.`,
      );
    case 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED':
      return detail.attribute === 'issuer'
        ? {
            message: 'The OpenID configuration of the identity provider is not valid.',
            text: `The discovery document of ${issuer} names another issuer.`,
            remedy: 'Set oidc_issuer in ProviderDetails to the issuer that the provider publishes.',
          }
        : badToken(
            'The user info is about somebody else than the ID token: their sub differ.',
            'Let the provider answer with the same sub in both.',
            'Bad user info',
          );
    case 'OAUTH_RESPONSE_IS_NOT_CONFORM':
      return explainStatus(detail.status, context);
    default:
      return explainResponse(error, detail, context);
  }
}

function explainStatus(status: number | undefined, { provider, stage }: Context): Explanation {
  const what = stage === 'token' ? 'error getting token' : 'error getting user info or keys';
  return {
    message: `${provider.ProviderName} Error - ${status ?? 'unknown status'} ${what}`,
    text: `${documents[stage]} answered with the status ${status ?? 'that was not expected'}.`,
    remedy: "Check the provider's addresses in ProviderDetails; its own log says more.",
  };
}

function explainClaim({ claim, claims }: Detail, known: { issuer: string; clientId: string }): Explanation {
  const seen = String(claim === undefined ? '' : (claims?.[claim] ?? 'none'));
  if (claim === 'iss') {
    return {
      message: 'Bad id_token issuer',
      text: `The ID token names the issuer ${seen}, and ${known.issuer} was expected.`,
      remedy: 'Set oidc_issuer in ProviderDetails to the issuer that the provider writes into its tokens.',
    };
  }
  if (claim === 'aud' || claim === 'azp') {
    return {
      message: 'Bad id_token audience',
      text: `The ID token is meant for the client ${seen}, and ours is ${known.clientId}.`,
      remedy: 'Set client_id in ProviderDetails to the client that the provider has for this user pool.',
    };
  }
  return {
    message: 'Bad id_token',
    text: `The claim ${claim ?? ''} of the ID token is not what this sign-in expects: it answers another request.`,
    remedy: 'Sign in again; if it happens again, see whether the provider copies nonce into the ID token.',
  };
}

function explainResponse(error: ClientError, detail: Detail, { provider, stage }: Context): Explanation {
  const said = error.cause instanceof Error ? error.cause.message : error.message;
  const [, missing] = /"(\w+)" \([\w\s]+\) claim missing/.exec(said) ?? [];
  if (missing !== undefined) {
    return {
      message: 'Bad id_token',
      text: `The ID token has no claim ${missing}.`,
      remedy: 'Let the provider put it in, as OpenID Connect wants.',
    };
  }
  if (said.includes('signature')) {
    return {
      message: 'Bad id_token signature',
      text: "The signature of the ID token does not fit the provider's key: the token was changed, or another key signed it.",
      remedy: 'Let the provider sign with the key that it publishes under that kid.',
    };
  }
  if (said.includes('"alg"') || said.includes('JWS algorithm')) {
    return {
      message: 'Bad id_token',
      text: `The ID token is signed with the algorithm ${detail.header?.alg ?? 'none'}, which is not accepted from this provider.`,
      remedy: 'Let the provider sign ID tokens with RS256 or ES256 (HS256 only with the client secret).',
    };
  }
  if (said.includes('(issuer) response parameter') || said.includes('"iss" (issuer)')) {
    return {
      message: 'Invalid response from identity provider',
      text: 'The answer came from another issuer than the one that was asked, or does not say who sent it.',
      remedy: 'Sign in again; somebody may be trying to mix up two providers.',
    };
  }
  return {
    message: `${provider.ProviderName} Error - invalid response`,
    text: `${documents[stage]} gave an answer that OpenID Connect does not allow: ${said}.`,
    remedy: "Look at the provider's settings and log.",
  };
}

function detailOf({ cause }: Error): Detail {
  const inner = cause instanceof Error ? cause.cause : cause;
  return typeof inner === 'object' && inner !== null ? (inner as Detail) : {};
}

function timeOf({ claim, claims }: Detail): string {
  const seconds = claim === undefined ? undefined : claims?.[claim];
  return typeof seconds === 'number' ? new Date(seconds * 1000).toISOString() : 'not given';
}
