import type {
  Clock,
  Domain,
  HistoryEntry,
  IdentityProvider,
  IdentityProviderInput,
  Membership,
  Page,
  Registry,
  RemovalChoice,
  Tenant,
  TenantId,
  UserId,
} from '@cohabit/core';
import { splitSecret } from '@cohabit/core';
import { type BreakGlass, closeBreakGlass, openBreakGlass } from './break-glass/break-glass.ts';
import { claimDomain, getDomain, listDomains, removeDomain } from './domains/claim-domain.ts';
import { type ResolveTxt, verifyDomain, vouchForDomain } from './domains/verify-domain.ts';
import { checkProvider, type ProviderCheck } from './identity-providers/check/check-provider.ts';
import { createGuardedFetch } from './identity-providers/check/guarded-fetch.ts';
import { requireNamedIssuer } from './identity-providers/named-issuer.ts';
import { type Registration, registrationOf } from './identity-providers/registration.ts';
import { removeProvider } from './identity-providers/remove-provider.ts';
import { type ProviderKey, setProvider } from './identity-providers/set-provider.ts';
import { requireProvider, tenantProvider } from './identity-providers/tenant-provider.ts';
import { changeRoles, removeMember } from './members/change-member.ts';
import { type Invitation, inviteMember, type MemberParts } from './members/invite-member.ts';
import {
  listMembers,
  listOwnMemberships,
  type OwnMembership,
  type ProfileKey,
} from './members/list-members.ts';
import { requireOpenTenant } from './members/open-tenant.ts';
import type { ProductUrls } from './reconcile/app-client.ts';
import type { Reconcile } from './reconcile/reconcile.ts';
import { discoverSignIn, type SignIn, type SignInHint } from './sign-in/discover.ts';
import { removeTenant, resumeTenant, suspendTenant } from './tenants/change-desired.ts';
import { createTenant, type NewTenant } from './tenants/create-tenant.ts';
import type { Actor } from './tenants/history-entry.ts';
import { getTenant, listHistory, listTenants, type PageRequest } from './tenants/read-tenants.ts';
import { readUsage, type UsageReport } from './usage/read-usage.ts';

/** What the control plane can do, without HTTP and without asking who may: that is the routes' part. */
export interface Services {
  tenants: {
    create(input: NewTenant, actor: Actor): Promise<Tenant>;
    get(tenantId: TenantId): Promise<Tenant>;
    list(options: PageRequest & { slug?: string | undefined }): Promise<Page<Tenant>>;
    suspend(tenantId: TenantId, actor: Actor): Promise<Tenant>;
    resume(tenantId: TenantId, actor: Actor): Promise<Tenant>;
    /** `undefined`: everything is gone. */
    remove(tenantId: TenantId, actor: Actor): Promise<Tenant | undefined>;
    history(tenantId: TenantId, page: PageRequest): Promise<Page<HistoryEntry>>;
  };
  members: {
    invite(tenantId: TenantId, invitation: Invitation, actor: Actor): Promise<Membership>;
    list(tenantId: TenantId, page: PageRequest): Promise<Page<Membership>>;
    listOwn(caller: { userId: UserId; tenantId: TenantId } & ProfileKey): Promise<OwnMembership[]>;
    changeRoles(
      key: { tenantId: TenantId; userId: UserId },
      roles: readonly string[],
      actor: Actor,
    ): Promise<Membership>;
    remove(key: { tenantId: TenantId; userId: UserId }, actor: Actor): Promise<void>;
  };
  domains: {
    claim(tenantId: TenantId, domain: string, actor: Actor): Promise<Domain>;
    list(tenantId: TenantId, page: PageRequest): Promise<Page<Domain>>;
    get(tenantId: TenantId, domain: string): Promise<Domain>;
    /** Looks the TXT record up. */
    verify(tenantId: TenantId, domain: string, actor: Actor): Promise<Domain>;
    /** For operators: proves a domain without DNS. */
    vouch(tenantId: TenantId, domain: string, actor: Actor): Promise<Domain>;
    remove(tenantId: TenantId, domain: string, actor: Actor): Promise<void>;
  };
  identityProviders: {
    set(key: ProviderKey, input: IdentityProviderInput, actor: Actor): Promise<IdentityProvider>;
    get(key: ProviderKey): Promise<IdentityProvider>;
    list(tenantId: TenantId): Promise<IdentityProvider[]>;
    /** What to enter at the provider; `undefined` while there is no domain yet. */
    registration(provider: IdentityProvider): Promise<Registration | undefined>;
    /** Looks at the provider as it is set, or as it would be set with this. */
    check(key: ProviderKey, input?: IdentityProviderInput): Promise<ProviderCheck>;
    /** `undefined`: it is gone. */
    remove(key: ProviderKey, people: RemovalChoice, actor: Actor): Promise<IdentityProvider | undefined>;
  };
  breakGlass: {
    open(
      tenantId: TenantId,
      wanted: { userId: string; minutes: number; reason: string },
      actor: Actor,
    ): Promise<BreakGlass>;
    close(tenantId: TenantId, actor: Actor): Promise<void>;
  };
  signIn: { discover(hint: SignInHint): Promise<SignIn> };
  usage: {
    read(
      tenantId: TenantId,
      span: { from?: string | undefined; to?: string | undefined },
    ): Promise<UsageReport>;
  };
}

export interface ServiceParts extends MemberParts {
  registry: Registry;
  clock: Clock;
  reconcile: Reconcile;
  region: string;
  cognitoEndpoint?: string | undefined;
  product: () => ProductUrls | undefined;
  reservedDomains: () => readonly string[];
  resolveTxt: ResolveTxt;
}

export function createServices(parts: ServiceParts): Services {
  const { registry } = parts;
  const fetch = createGuardedFetch({ allowLoopback: parts.cognitoEndpoint !== undefined });
  return {
    tenants: {
      create: (input, actor) => createTenant(parts, input, actor),
      get: (tenantId) => getTenant(registry, tenantId),
      list: (options) => listTenants(registry, options),
      suspend: (tenantId, actor) => suspendTenant(parts, tenantId, actor),
      resume: (tenantId, actor) => resumeTenant(parts, tenantId, actor),
      remove: (tenantId, actor) => removeTenant(parts, tenantId, actor),
      history: (tenantId, page) => listHistory(registry, tenantId, page),
    },
    members: {
      async invite(tenantId, invitation, actor) {
        await requireOpenTenant(registry, tenantId);
        return inviteMember(parts, tenantId, invitation, actor);
      },
      async list(tenantId, page) {
        await getTenant(registry, tenantId);
        return listMembers(registry, tenantId, page);
      },
      listOwn: (caller) => listOwnMemberships(registry, caller),
      changeRoles: (key, roles, actor) => changeRoles(parts, key, roles, actor),
      remove: (key, actor) => removeMember(parts, key, actor),
    },
    domains: {
      claim: (tenantId, domain, actor) => claimDomain(parts, tenantId, domain, actor),
      list: (tenantId, page) => listDomains(registry, tenantId, page),
      get: (tenantId, domain) => getDomain(registry, tenantId, domain),
      verify: (tenantId, domain, actor) => verifyDomain(parts, tenantId, domain, actor),
      vouch: (tenantId, domain, actor) => vouchForDomain(parts, tenantId, domain, actor),
      remove: (tenantId, domain, actor) => removeDomain(parts, tenantId, domain, actor),
    },
    identityProviders: {
      async set(key, input, actor) {
        await requireNamedIssuer({ registry, fetch }, key.tenantId, splitSecret(input).spec, actor);
        return setProvider(parts, key, input, actor);
      },
      get: ({ tenantId, id }) => requireProvider(registry, tenantId, id),
      async list(tenantId) {
        await getTenant(registry, tenantId);
        const provider = await tenantProvider(registry, tenantId);
        return provider ? [provider] : [];
      },
      registration: async (provider) =>
        registrationOf(parts, await getTenant(registry, provider.tenantId), provider),
      async check({ tenantId, id }, input) {
        const spec = input ? splitSecret(input).spec : (await requireProvider(registry, tenantId, id)).spec;
        return checkProvider({ ...parts, fetch }, tenantId, spec);
      },
      remove: (key, people, actor) => removeProvider(parts, key, people, actor),
    },
    breakGlass: {
      open: (tenantId, wanted, actor) => openBreakGlass(parts, tenantId, wanted, actor),
      close: (tenantId, actor) => closeBreakGlass(parts, tenantId, actor),
    },
    signIn: { discover: (hint) => discoverSignIn(parts, hint) },
    usage: { read: (tenantId, span) => readUsage(parts, tenantId, span) },
  };
}
