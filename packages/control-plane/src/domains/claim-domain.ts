import { randomBytes } from 'node:crypto';
import {
  type Clock,
  CohabitError,
  type Domain,
  domains,
  isoNow,
  type Page,
  put,
  type Registry,
  remove,
  requireDomainName,
  requireOwnableDomain,
  type TenantId,
} from '@cohabit/core';
import type { Reconcile } from '../reconcile/reconcile.ts';
import { type Actor, historyOf } from '../tenants/history-entry.ts';
import { getTenant, type PageRequest } from '../tenants/read-tenants.ts';
import { requireStaying, withWorkLeft } from '../tenants/work-left.ts';

export interface DomainParts {
  registry: Registry;
  clock: Clock;
  reconcile: Reconcile;
  /** Read at each claim. */
  reservedDomains: () => readonly string[];
}

const MAX_DOMAINS = 50;

/**
 * Writes down that a tenant says a domain is its own, and answers the token for the TXT record; saying it again answers
 * the same. It gives the tenant nothing yet. Throws `domain_invalid`, `domain_reserved`, `domain_limit` or
 * `tenant_not_found`.
 */
export async function claimDomain(
  parts: DomainParts,
  tenantId: TenantId,
  text: string,
  actor: Actor,
): Promise<Domain> {
  const { registry, clock } = parts;
  const name = requireOwnableDomain(text, parts.reservedDomains());
  requireStaying(await getTenant(registry, tenantId));
  const known = await registry.get(domains, tenantId, name);
  if (known) return known;
  const { items } = await registry.query(domains, tenantId, { limit: MAX_DOMAINS });
  if (items.length >= MAX_DOMAINS) {
    const message = `A tenant has at most ${MAX_DOMAINS} domains. Remove one first.`;
    throw new CohabitError('domain_limit', message, { details: { limit: MAX_DOMAINS } });
  }
  const token = `cohabit-${randomBytes(20).toString('hex')}`;
  const claimed: Domain = { tenantId, name, status: 'pending', token, createdAt: isoNow(clock), version: 0 };
  await registry.commit([
    put(domains, claimed),
    historyOf(tenantId, { actor, step: 'domain.claim', outcome: 'done', message: name }, clock),
  ]);
  return { ...claimed, version: 1 };
}

/** Throws `tenant_not_found`. */
export async function listDomains(
  registry: Registry,
  tenantId: TenantId,
  page: PageRequest,
): Promise<Page<Domain>> {
  await getTenant(registry, tenantId);
  return registry.query(domains, tenantId, page);
}

/** Throws `domain_not_found`. */
export async function getDomain(registry: Registry, tenantId: TenantId, text: string): Promise<Domain> {
  const domain = await registry.get(domains, tenantId, requireDomainName(text));
  if (domain) return domain;
  throw new CohabitError('domain_not_found', 'The tenant has not claimed this domain. Claim it first.');
}

/**
 * Gives a domain up: from now on its e-mails find nobody's provider, and another tenant can prove it. Members stay.
 * Throws `domain_not_found`.
 */
export async function removeDomain(
  parts: DomainParts,
  tenantId: TenantId,
  text: string,
  actor: Actor,
): Promise<void> {
  const { registry, clock } = parts;
  const domain = await getDomain(registry, tenantId, text);
  await registry.commit([
    remove(domains, domain),
    ...withWorkLeft(await getTenant(registry, tenantId)),
    historyOf(tenantId, { actor, step: 'domain.remove', outcome: 'done', message: domain.name }, clock),
  ]);
  await parts.reconcile(tenantId);
}
