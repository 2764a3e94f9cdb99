import {
  type Clock,
  domains,
  emailDomain,
  type IdentityProviderSpec,
  type Registry,
  type TenantId,
} from '@cohabit/core';
import { findUnnamedIssuer } from '../named-issuer.ts';
import { doubtful, type Finding } from './findings.ts';
import type { GuardedFetch } from './guarded-fetch.ts';
import { checkOidc } from './oidc.ts';
import { checkSaml } from './saml.ts';

/** What was found; `ok` when nothing is wrong, though something may be in doubt. */
export interface ProviderCheck {
  ok: boolean;
  findings: Finding[];
}

/** Looks at what the provider publishes, and at whether its rules can let anybody in the way they are meant. */
export async function checkProvider(
  parts: { registry: Registry; clock: Clock; fetch: GuardedFetch },
  tenantId: TenantId,
  spec: IdentityProviderSpec,
): Promise<ProviderCheck> {
  const { registry, clock } = parts;
  const fetch = onceEach(parts.fetch);
  const [published, unproven, unnamed] = await Promise.all([
    spec.protocol === 'oidc' ? checkOidc(spec, fetch) : checkSaml(spec, fetch, clock),
    unprovenDomains(registry, tenantId, spec),
    findUnnamedIssuer({ registry, fetch }, tenantId, spec),
  ]);
  const findings = [...published, ...unproven, ...(unnamed ? [unnamed] : [])];
  return { ok: findings.every(({ level }) => level !== 'error'), findings };
}

/** Several findings come from one document: each address is asked once. */
function onceEach(fetch: GuardedFetch): GuardedFetch {
  const asked = new Map<string, ReturnType<GuardedFetch>>();
  return (address) => {
    const answer = asked.get(address) ?? fetch(address);
    asked.set(address, answer);
    return answer;
  };
}

async function unprovenDomains(
  registry: Registry,
  tenantId: TenantId,
  { rules }: IdentityProviderSpec,
): Promise<Finding[]> {
  const known = await Promise.all(
    rules.allowedEmailDomains.map(async (name) => ({
      name,
      isProven: (await registry.get(domains, tenantId, name))?.status === 'proven',
    })),
  );
  return known
    .filter(({ name, isProven }) => !isProven && emailDomain(`someone@${name}`) !== undefined)
    .map(({ name }) =>
      doubtful(
        'domain_not_proven',
        `${name} is not proven: its people can come in, but an e-mail there does not lead to the provider, and nobody becomes the member they were before. Prove the domain.`,
      ),
    );
}
