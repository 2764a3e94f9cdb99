import type { TenantId } from '../ids.ts';
import type { Collection, Versioned } from '../ports/registry.ts';

/**
 * A mail domain that a tenant says is its own. Any tenant may claim any domain; it counts only when it is proven, and it
 * belongs to the tenant that proves it first.
 */
export interface Domain extends Versioned {
  tenantId: TenantId;
  /** As {@link requireDomainName} makes it. */
  name: string;
  status: 'pending' | 'proven';
  /** What the TXT record must hold. Made for this tenant and this domain, so that nobody's proof serves another. */
  token: string;
  provenBy?: 'dns' | 'operator';
  provenAt?: string;
  createdAt: string;
}

/** Domains by tenant and name; unique by name once proven ({@link provenKey}). */
export const domains: Collection<Domain> = {
  name: 'domain',
  partition: (domain) => domain.tenantId,
  sort: (domain) => domain.name,
  unique: (domain) => (domain.status === 'proven' ? [provenKey(domain.name)] : []),
};

/** The unique value under which {@link domains} holds a proven domain. */
export function provenKey(name: string): string {
  return `proven:${name}`;
}

/** Where the TXT record stands that proves a domain. */
export function challengeName(domain: string): string {
  return `_cohabit-challenge.${domain}`;
}
