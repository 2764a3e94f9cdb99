import {
  CohabitError,
  challengeName,
  type Domain,
  domains,
  isCohabitError,
  isoNow,
  put,
  type TenantId,
} from '@cohabit/core';
import { type Actor, historyOf } from '../tenants/history-entry.ts';
import { getTenant } from '../tenants/read-tenants.ts';
import { requireStaying, withWorkLeft } from '../tenants/work-left.ts';
import { claimDomain, type DomainParts, getDomain } from './claim-domain.ts';

/** Every TXT record of a name, each in the pieces DNS cuts it into (`node:dns/promises`). */
export type ResolveTxt = (name: string) => Promise<string[][]>;

/**
 * Looks for the tenant's token in DNS. Whoever proves a domain first has it. Throws `domain_not_found`,
 * `domain_not_proven`, or `domain_taken` when another tenant has proven it.
 */
export async function verifyDomain(
  parts: DomainParts & { resolveTxt: ResolveTxt },
  tenantId: TenantId,
  text: string,
  actor: Actor,
): Promise<Domain> {
  const domain = await getDomain(parts.registry, tenantId, text);
  if (domain.status === 'proven') return domain;
  const name = challengeName(domain.name);
  const values = await lookUp(parts.resolveTxt, name);
  if (!values.includes(domain.token)) throw notProven(domain, name, values.length);
  return storeProof(parts, domain, 'dns', actor);
}

/**
 * An operator vouches for the domain, claimed or not, without DNS. Throws `domain_invalid`, `domain_reserved` or
 * `domain_taken`.
 */
export async function vouchForDomain(
  parts: DomainParts,
  tenantId: TenantId,
  text: string,
  actor: Actor,
): Promise<Domain> {
  const domain = await claimDomain(parts, tenantId, text, actor);
  return domain.status === 'proven' ? domain : storeProof(parts, domain, 'operator', actor);
}

async function storeProof(
  parts: DomainParts,
  domain: Domain,
  provenBy: 'dns' | 'operator',
  actor: Actor,
): Promise<Domain> {
  const { registry, clock } = parts;
  const { tenantId, name } = domain;
  const proven: Domain = { ...domain, status: 'proven', provenBy, provenAt: isoNow(clock) };
  const message = `${name}, by ${provenBy === 'dns' ? 'its TXT record' : 'an operator'}`;
  try {
    await registry.commit([
      put(domains, proven),
      ...withWorkLeft(requireStaying(await getTenant(registry, tenantId))),
      historyOf(tenantId, { actor, step: 'domain.prove', outcome: 'done', message }, clock),
    ]);
  } catch (error) {
    if (!isCohabitError(error, 'unique_taken')) throw error;
    throw new CohabitError(
      'domain_taken',
      `Another tenant has proven ${name} before. Ask the operator, if it should be yours.`,
      { details: { domain: name }, cause: error },
    );
  }
  // The domain may lead to the tenant's provider from now on.
  await parts.reconcile(tenantId);
  return { ...proven, version: domain.version + 1 };
}

async function lookUp(resolveTxt: ResolveTxt, name: string): Promise<string[]> {
  try {
    return (await resolveTxt(name)).map((pieces) => pieces.join(''));
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'ENOTFOUND' || code === 'ENODATA' || code === 'ESERVFAIL') return [];
    throw new CohabitError('domain_not_proven', `DNS did not answer for ${name}. Try again in a minute.`, {
      details: { record: name },
      cause: error,
    });
  }
}

function notProven({ token }: Domain, name: string, found: number): CohabitError {
  const seen =
    found === 0
      ? `There is no TXT record at ${name} yet`
      : `${found === 1 ? 'The TXT record' : `None of the ${found} TXT records`} at ${name} ${found === 1 ? 'does not hold' : 'holds'} the token`;
  return new CohabitError(
    'domain_not_proven',
    `${seen}. Set one with the value "${token}", wait until DNS shows it, and try again.`,
    { details: { record: name, value: token, found } },
  );
}
