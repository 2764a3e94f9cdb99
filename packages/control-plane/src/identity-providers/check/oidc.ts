import type { IdentityProviderSpec } from '@cohabit/core';
import { doubtful, type Finding, wrong } from './findings.ts';
import { FetchRefused, type GuardedFetch } from './guarded-fetch.ts';

type OidcSpec = Extract<IdentityProviderSpec, { protocol: 'oidc' }>;
type Json = Record<string, unknown>;

/** Looks at a provider's discovery document and keys (OpenID Connect Discovery 1.0), as Cognito will. */
export async function checkOidc({ details }: OidcSpec, fetch: GuardedFetch): Promise<Finding[]> {
  const { issuer, endpoints, scopes } = details;
  if (endpoints) return checkKeys(endpoints.jwks, fetch);
  const address = `${issuer}/.well-known/openid-configuration`;
  const found = await readJson(address, fetch, 'discovery');
  if ('problem' in found) return [found.problem];
  const { document } = found;
  const findings = [
    ...checkIssuer(document, issuer),
    ...checkEndpoints(document),
    ...checkAbilities(document, scopes),
  ];
  const { jwks_uri: jwks } = document;
  return typeof jwks === 'string' ? [...findings, ...(await checkKeys(jwks, fetch))] : findings;
}

function checkIssuer({ issuer: stated }: Json, issuer: string): Finding[] {
  if (stated === issuer) return [];
  const shown = typeof stated === 'string' ? `"${stated.slice(0, 200)}"` : 'nothing';
  return [
    wrong(
      'issuer_mismatch',
      `The discovery document says that its issuer is ${shown}, and the provider is set with "${issuer}". Set the issuer to the letter, or ask your IT for the right one.`,
    ),
  ];
}

const needed = ['authorization_endpoint', 'token_endpoint', 'jwks_uri', 'userinfo_endpoint'];

function checkEndpoints(document: Json): Finding[] {
  const missing = needed.filter((name) => typeof document[name] !== 'string');
  const findings = missing.map((name) =>
    wrong(
      'endpoint_missing',
      `The discovery document has no "${name}", which Cognito needs. Give all four in "details.endpoints" if the provider has it all the same.`,
    ),
  );
  const plain = needed.filter((name) => isPlainHttp(document[name]));
  return [
    ...findings,
    ...plain.map((name) =>
      wrong(
        'endpoint_not_https',
        `"${name}" of the discovery document is not https. Cognito calls https only.`,
      ),
    ),
  ];
}

function isPlainHttp(value: unknown): boolean {
  if (typeof value !== 'string' || !URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return protocol !== 'https:' && !['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

function checkAbilities(document: Json, scopes: readonly string[]): Finding[] {
  const findings: Finding[] = [];
  if (lacks(document.response_types_supported, 'code')) {
    findings.push(
      wrong(
        'code_flow_missing',
        'The provider does not offer the authorization code flow, the only one Cognito uses. Allow it for this application.',
      ),
    );
  }
  if (lacks(document.token_endpoint_auth_methods_supported, 'client_secret_post')) {
    findings.push(
      wrong(
        'client_authentication_missing',
        'The provider does not take the client secret in the body ("client_secret_post"), the only way Cognito sends it. Allow it for this application.',
      ),
    );
  }
  const missing = scopes.filter((scope) => lacks(document.scopes_supported, scope));
  if (missing.length > 0) {
    findings.push(
      doubtful(
        'scope_unknown',
        `The provider does not list the scope ${missing.join(', ')}. It may refuse sign-ins that ask for it.`,
      ),
    );
  }
  return findings;
}

/** A list that is not there says nothing. */
function lacks(list: unknown, value: string): boolean {
  return Array.isArray(list) && !list.includes(value);
}

async function checkKeys(address: string, fetch: GuardedFetch): Promise<Finding[]> {
  const found = await readJson(address, fetch, 'keys');
  if ('problem' in found) return [found.problem];
  const { keys } = found.document;
  const list: unknown[] = Array.isArray(keys) ? keys : [];
  if (list.length === 0)
    return [wrong('keys_missing', `There are no keys at ${address}. Tokens cannot be checked without.`)];
  const isNamed = list.every((key) => typeof (key as Json | null)?.kid === 'string');
  return isNamed
    ? []
    : [
        wrong(
          'key_id_missing',
          `A key at ${address} has no "kid", which Cognito finds keys by. Ask your IT to name the keys.`,
        ),
      ];
}

async function readJson(
  address: string,
  fetch: GuardedFetch,
  what: 'discovery' | 'keys',
): Promise<{ document: Json } | { problem: Finding }> {
  const name = what === 'discovery' ? 'The discovery document' : 'The list of keys';
  try {
    const { status, text } = await fetch(address);
    if (status !== 200) {
      return {
        problem: wrong(
          `${what}_missing`,
          `${name} cannot be read: ${address} answers ${status}. Check the issuer.`,
        ),
      };
    }
    const document: unknown = JSON.parse(text);
    if (typeof document === 'object' && document !== null) return { document: document as Json };
  } catch (error) {
    if (error instanceof FetchRefused) {
      return {
        problem: wrong(`${what}_unreachable`, `${name} cannot be read: ${error.message}. Check the address.`),
      };
    }
  }
  return { problem: wrong(`${what}_not_json`, `${name} at ${address} is not JSON. Check the issuer.`) };
}
