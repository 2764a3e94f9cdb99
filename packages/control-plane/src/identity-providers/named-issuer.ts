import {
  CohabitError,
  type IdentityProviderSpec,
  type Registry,
  type TenantId,
  tenants,
} from '@cohabit/core';
import type { Actor } from '../tenants/history-entry.ts';
import { type Finding, wrong } from './check/findings.ts';
import { FetchRefused, type GuardedFetch } from './check/guarded-fetch.ts';

interface Parts {
  registry: Registry;
  fetch: GuardedFetch;
}

/**
 * A provider in a shared pool must say in its answers who it is (`iss`, RFC 9207). All providers of a pool send people
 * back to one address; where one does not name itself, the admin of another tenant can have its answer taken for one of
 * their own provider, and with it become anybody here (mix-up attack, RFC 9700 §4.4). Nothing that Cognito lets a
 * trigger see tells the two apart. `undefined`: it does, or it stands in a pool of its own, or speaks SAML.
 */
export async function findUnnamedIssuer(
  { registry, fetch }: Parts,
  tenantId: TenantId,
  spec: IdentityProviderSpec,
): Promise<Finding | undefined> {
  const tenant = await registry.get(tenants, tenantId, 'tenant');
  if (spec.protocol !== 'oidc' || tenant?.spec.model !== 'app-client') return undefined;
  if (await namesItself(spec.details.issuer, fetch)) return undefined;
  return wrong(
    'issuer_not_in_answers',
    'The provider does not say that it names itself in its answers ("authorization_response_iss_parameter_supported", RFC 9207). In a user pool that is shared with other tenants, their admins could then pass its answers off as their own provider’s. Turn it on at the provider, use SAML, move to a user pool of your own, or ask an operator to set the provider all the same.',
  );
}

/** Throws `invalid_request` for a tenant's admin; operators answer for all tenants of the pool and may decide otherwise. */
export async function requireNamedIssuer(
  parts: Parts,
  tenantId: TenantId,
  spec: IdentityProviderSpec,
  actor: Actor,
): Promise<void> {
  if (!actor.startsWith('user:')) return;
  const finding = await findUnnamedIssuer(parts, tenantId, spec);
  if (finding)
    throw new CohabitError('invalid_request', finding.message, { details: { code: finding.code } });
}

async function namesItself(issuer: string, fetch: GuardedFetch): Promise<boolean> {
  try {
    const { status, text } = await fetch(`${issuer}/.well-known/openid-configuration`);
    const document: unknown = status === 200 ? JSON.parse(text) : undefined;
    const { authorization_response_iss_parameter_supported: isSupported } = (document ?? {}) as Record<
      string,
      unknown
    >;
    return isSupported === true;
  } catch (error) {
    if (error instanceof FetchRefused || error instanceof SyntaxError) return false;
    throw error;
  }
}
