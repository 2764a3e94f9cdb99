import type { Cognito } from '../cognito.ts';
import { identityProviderKind } from '../identity-providers/identity-provider.ts';
import { isCustomScope } from '../resource-servers/resource-server.ts';
import type { ClientRecord } from '../storage/records.ts';
import { CognitoError, invalidParameter } from '../wire/errors.ts';

type Client = ClientRecord['client'];

const standardScopes = new Set(['phone', 'email', 'openid', 'profile', 'aws.cognito.signin.user.admin']);
const scriptSchemes = new Set(['javascript:', 'data:', 'vbscript:', 'blob:']);
const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Throws InvalidParameterException, InvalidOAuthFlowException or ScopeDoesNotExistException. */
export function checkOAuthSettings(cognito: Pick<Cognito, 'store'>, client: Client): void {
  const { UserPoolId: poolId } = client;
  const {
    AllowedOAuthFlows: flows = [],
    AllowedOAuthScopes: scopes = [],
    CallbackURLs: callbacks = [],
  } = client;
  const { SupportedIdentityProviders: providers = [], DefaultRedirectURI: defaultUri } = client;
  for (const scope of scopes) {
    if (!standardScopes.has(scope) && !isCustomScope(cognito, poolId, scope)) {
      throw new CognitoError('ScopeDoesNotExistException', `Invalid scope requested: ${scope}`);
    }
  }
  for (const provider of providers) {
    if (provider !== 'COGNITO' && !cognito.store.documents.get(identityProviderKind, poolId, provider)) {
      throw invalidParameter(`The provider ${provider} does not exist for User Pool ${poolId}`);
    }
  }
  for (const url of [...callbacks, ...(client.LogoutURLs ?? [])]) checkRedirect(url);
  if (defaultUri !== undefined && !callbacks.includes(defaultUri)) {
    throw invalidParameter('The default redirect URI must be one of the callback URLs.');
  }
  if (client.AllowedOAuthFlowsUserPoolClient && (flows.length === 0 || scopes.length === 0)) {
    throw invalidFlow(
      'AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.',
    );
  }
  if (flows.includes('client_credentials')) {
    if (flows.length > 1) {
      throw invalidFlow('client_credentials flow can not be selected along with code flow or implicit flow.');
    }
    if (client.ClientSecret === undefined) {
      throw invalidFlow(
        'client_credentials flow can not be selected if client does not have a client secret.',
      );
    }
  }
}

const invalidFlow = (message: string) => new CognitoError('InvalidOAuthFlowException', message);

/** Absolute, without fragment; `http` on loopback addresses only. Schemes of apps are allowed, those of scripts are not. */
function checkRedirect(text: string): void {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || text.includes('#')) {
    throw invalidParameter(`${text} is not a valid redirect URI: it must be absolute and have no fragment.`);
  }
  if (scriptSchemes.has(url.protocol)) {
    throw invalidParameter(`${text} is not a valid redirect URI: browsers would run it.`);
  }
  if (url.protocol === 'http:' && !loopbackHosts.has(url.hostname)) {
    throw invalidParameter(`cannot use the http protocol for redirect URI ${text}; only localhost may.`);
  }
}
