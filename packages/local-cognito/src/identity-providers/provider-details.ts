/*
 * What `ProviderDetails` hold, per type of provider (developer guide, "Adding user pool sign-in through a third party").
 */
import { invalidParameter } from '../wire/errors.ts';
import type { ProviderType } from './identity-provider.ts';

type Details = Record<string, string>;

interface Rules {
  required: readonly string[];
  optional: readonly string[];
  /** Members that Cognito adds, and ignores where a caller sends them back. */
  added: Details;
  /** The claim that names the person. */
  username?: string;
}

const oauthClient = ['client_id', 'client_secret', 'authorize_scopes'] as const;
const oidcEndpoints = ['authorize_url', 'token_url', 'attributes_url', 'jwks_uri'] as const;

const rules: Record<ProviderType, Rules> = {
  SAML: {
    required: [],
    optional: [
      'MetadataURL',
      'MetadataFile',
      'IDPSignout',
      'IDPInit',
      'EncryptedResponses',
      'RequestSigningAlgorithm',
      'SLORedirectBindingURI',
      'SSORedirectBindingURI',
      'ActiveEncryptionCertificate',
    ],
    added: {},
  },
  OIDC: {
    required: ['client_id', 'attributes_request_method', 'oidc_issuer', 'authorize_scopes'],
    optional: ['client_secret', ...oidcEndpoints],
    added: { attributes_url_add_attributes: 'false' },
    username: 'sub',
  },
  Google: {
    required: oauthClient,
    optional: [],
    added: {
      attributes_url: 'https://people.googleapis.com/v1/people/me?personFields=',
      attributes_url_add_attributes: 'true',
      authorize_url: 'https://accounts.google.com/o/oauth2/v2/auth',
      oidc_issuer: 'https://accounts.google.com',
      token_request_method: 'POST',
      token_url: 'https://www.googleapis.com/oauth2/v4/token',
    },
    username: 'sub',
  },
  Facebook: {
    required: oauthClient,
    optional: ['api_version'],
    added: {
      attributes_url: 'https://graph.facebook.com/v17.0/me?fields=',
      attributes_url_add_attributes: 'true',
      authorize_url: 'https://www.facebook.com/v17.0/dialog/oauth',
      token_request_method: 'GET',
      token_url: 'https://graph.facebook.com/v17.0/oauth/access_token',
    },
    username: 'id',
  },
  LoginWithAmazon: {
    required: oauthClient,
    optional: [],
    added: {
      attributes_url: 'https://api.amazon.com/user/profile',
      attributes_url_add_attributes: 'false',
      authorize_url: 'https://www.amazon.com/ap/oa',
      token_request_method: 'POST',
      token_url: 'https://api.amazon.com/auth/o2/token',
    },
    username: 'user_id',
  },
  SignInWithApple: {
    required: ['client_id', 'team_id', 'key_id', 'private_key', 'authorize_scopes'],
    optional: [],
    added: {
      attributes_url_add_attributes: 'false',
      authorize_url: 'https://appleid.apple.com/auth/authorize',
      oidc_issuer: 'https://appleid.apple.com',
      token_request_method: 'POST',
      token_url: 'https://appleid.apple.com/auth/token',
    },
    username: 'sub',
  },
};

/** The details as they are kept: checked, with what Cognito adds. Throws InvalidParameterException. */
export function completeDetails(type: ProviderType, details: Details): Details {
  const { required, optional, added } = rules[type];
  const missing = required.find((name) => !details[name]);
  if (missing) throw invalidParameter(`The parameter ${missing} of ProviderDetails is required for ${type}.`);
  const known = new Set([...required, ...optional, ...Object.keys(added)]);
  const unknown = Object.keys(details).find((name) => !known.has(name));
  if (unknown) throw invalidParameter(`ProviderDetails of ${type} have no parameter ${unknown}.`);
  if (type === 'SAML') checkSaml(details);
  if (type === 'OIDC') checkOidc(details);
  return { ...details, ...added };
}

/** The mapping with the claim that names the person, where the type of provider has one. */
export function completeMapping(type: ProviderType, mapping: Details): Details {
  const { username } = rules[type];
  return username === undefined ? mapping : { username, ...mapping };
}

function checkSaml(details: Details): void {
  const { MetadataURL: url, MetadataFile: file, RequestSigningAlgorithm: algorithm } = details;
  if ((url === undefined) === (file === undefined)) {
    throw invalidParameter('A SAML provider needs either MetadataURL or MetadataFile.');
  }
  if (url !== undefined) checkUrl('MetadataURL', url);
  if (file !== undefined && !/<(?:[\w.-]+:)?EntityDescriptor[\s>]/.test(file)) {
    throw invalidParameter('MetadataFile is not SAML 2.0 metadata: it has no EntityDescriptor.');
  }
  for (const name of ['IDPSignout', 'IDPInit', 'EncryptedResponses']) {
    const value = details[name];
    if (value !== undefined && value !== 'true' && value !== 'false') {
      throw invalidParameter(`The value of ${name} must be true or false.`);
    }
  }
  if (algorithm !== undefined && algorithm !== 'rsa-sha256') {
    throw invalidParameter('RequestSigningAlgorithm must be rsa-sha256.');
  }
}

function checkOidc(details: Details): void {
  const {
    oidc_issuer: issuer = '',
    authorize_scopes: scopes = '',
    attributes_request_method: method,
  } = details;
  checkUrl('oidc_issuer', issuer);
  if (issuer.endsWith('/')) throw invalidParameter('oidc_issuer must not end with a slash.');
  if (!scopes.split(/\s+/).includes('openid'))
    throw invalidParameter('authorize_scopes must contain openid.');
  if (method !== 'GET' && method !== 'POST') {
    throw invalidParameter('attributes_request_method must be GET or POST.');
  }
  const endpoints = oidcEndpoints.filter((name) => details[name] !== undefined);
  if (endpoints.length !== 0 && endpoints.length !== oidcEndpoints.length) {
    throw invalidParameter(`Give all of ${oidcEndpoints.join(', ')}, or none of them.`);
  }
  for (const name of endpoints) checkUrl(name, details[name] ?? '');
}

const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

/** `https`; providers on this machine may use `http`. */
function checkUrl(name: string, text: string): void {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLocal = url?.protocol === 'http:' && loopbackHosts.has(url.hostname);
  if (url?.protocol === 'https:' || isLocal) return;
  throw invalidParameter(`${name} must be an https URL.`);
}
