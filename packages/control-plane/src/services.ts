import type {
  Clock,
  HistoryEntry,
  Membership,
  Page,
  Registry,
  Tenant,
  TenantId,
  UserId,
} from '@cohabit/core';
import { changeRoles, removeMember } from './members/change-member.ts';
import { type Invitation, inviteMember, type MemberParts } from './members/invite-member.ts';
import { listMembers, listOwnMemberships, type OwnMembership } from './members/list-members.ts';
import { requireOpenTenant } from './members/open-tenant.ts';
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
    listOwn(userId: UserId): Promise<OwnMembership[]>;
    changeRoles(
      key: { tenantId: TenantId; userId: UserId },
      roles: readonly string[],
      actor: Actor,
    ): Promise<Membership>;
    remove(key: { tenantId: TenantId; userId: UserId }, actor: Actor): Promise<void>;
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
}

export function createServices(parts: ServiceParts): Services {
  const { registry } = parts;
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
      listOwn: (userId) => listOwnMemberships(registry, userId),
      changeRoles: (key, roles, actor) => changeRoles(parts, key, roles, actor),
      remove: (key, actor) => removeMember(parts, key, actor),
    },
    signIn: { discover: (hint) => discoverSignIn(parts, hint) },
    usage: { read: (tenantId, span) => readUsage(parts, tenantId, span) },
  };
}
