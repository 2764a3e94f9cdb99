import * as z from 'zod';
import type { TenantId, UserId } from '../ids.ts';
import type { PlacementKey } from '../placement/placement.ts';
import type { Collection, Versioned } from '../ports/registry.ts';
import type { TenantSettings } from './settings.ts';

/** What of Cognito a tenant has to itself. AWS also calls them silo, bridge and pool. */
export const tenancyModels = ['user-pool', 'app-client', 'shared'] as const;
/** Parses a tenancy model. */
export const tenancyModelSchema = z.enum(tenancyModels);
/** One of {@link tenancyModels}. */
export type TenancyModel = z.output<typeof tenancyModelSchema>;

/** What should be: written by operators, made true by the reconciler. */
export interface TenantSpec {
  model: TenancyModel;
  plan: string;
  settings: TenantSettings;
  firstAdmin: { email: string; name: string };
  /** What the operator wants of the tenant: serve it, refuse its sign-ins, or remove it. */
  desired: 'active' | 'suspended' | 'removed';
}

/** What is. */
export interface TenantStatus {
  phase: 'onboarding' | 'active' | 'suspended' | 'offboarding';
  /** The last failure of the reconciler, until a run succeeds. */
  problem?: { code: string; message: string; at: string };
}

/** A customer of the SaaS product. */
export interface Tenant extends Versioned {
  id: TenantId;
  slug: string;
  name: string;
  spec: TenantSpec;
  status: TenantStatus;
  /** The app clients that serve the tenant, the tenant's own first. More than one while it moves or shares sign-in. */
  placements: PlacementKey[];
  /** The tenant's identity provider once people can sign in through it: what token issue needs of it. */
  identityProvider?: { key: string; ssoOnly: boolean };
  /** One member who may use a password although the tenant accepts none, until a time (ISO-8601). */
  breakGlass?: { userId: UserId; until: string };
  /** With which settings of the installation, and which of the tenant's own, the last run ended; absent: work is left. */
  settledWith?: string;
  createdAt: string;
  updatedAt: string;
}

/** Tenants by id; unique by slug (`slug:acme`); the index `all` lists every tenant by slug in the partition `all`. */
export const tenants: Collection<Tenant> = {
  name: 'tenant',
  partition: (tenant) => tenant.id,
  sort: () => 'tenant',
  unique: (tenant) => [`slug:${tenant.slug}`],
  indexes: { all: (tenant) => ({ partition: 'all', sort: tenant.slug }) },
};
