import type { DomainResource } from '../../client/resources.ts';
import { renderFields } from '../../output/table.ts';

/** The address of a tenant's domain. */
export function domainPath(tenantId: string, domain: string): string {
  return `/v1/tenants/${tenantId}/domains/${encodeURIComponent(domain)}`;
}

/** A domain, and what to set in DNS while it is not proven, for people. */
export function renderDomain({ domain, status, record, provenBy, provenAt }: DomainResource): string {
  if (status === 'proven') {
    return renderFields({ domain, status, by: provenBy, at: provenAt });
  }
  return `${renderFields({ domain, status })}

Set this DNS record, then run "cohabit domains verify":

${renderFields({ type: record.type, name: record.name, value: record.value })}`;
}
