export { type TenantClaims, tenantClaimsSchema } from './claims/claims.ts';
export {
  decideMethod,
  decideToken,
  type RefusalReason,
  refusals,
  refuse,
  type SignInMethod,
  type TokenDecision,
  type TokenTenant,
} from './claims/token-decision.ts';
export { type Clock, isoNow, systemClock } from './clock.ts';
export { challengeName, type Domain, domains, provenKey } from './domains/domain.ts';
export {
  emailDomain,
  normalizeDomain,
  requireDomainName,
  requireOwnableDomain,
} from './domains/domain-name.ts';
export { CohabitError, type ErrorCode, errorTable, isCohabitError } from './errors.ts';
export { type Identity, identities } from './identities/identity.ts';
export {
  type Admission,
  type AssertedPerson,
  decideAdmission,
  federatedRoles,
} from './identity-providers/admission.ts';
export { type FederatedSignIn, federatedSignIns } from './identity-providers/federated-sign-in.ts';
export {
  federatedUsername,
  type IdentityProvider,
  identityProviders,
  isTakenByProviders,
  newProviderKey,
  type RemovalChoice,
} from './identity-providers/identity-provider.ts';
export {
  addressesOf,
  claimNames,
  type IdentityProviderInput,
  type IdentityProviderSpec,
  identityProviderInputSchema,
  sendsSecretElsewhere,
  splitSecret,
} from './identity-providers/spec.ts';
export { type HistoryId, type Id, isId, newId, type TenantId, type UserId } from './ids.ts';
export { type Grant, grantPartition, grants } from './memberships/grant.ts';
export {
  type FederatedEmail,
  type MemberIdentity,
  type Membership,
  memberships,
  type Role,
  requireRoles,
  roles,
  storeMembership,
} from './memberships/membership.ts';
export { type UsageRecord, usage, usageHour } from './metering/usage.ts';
export {
  type IssuerOptions,
  issuerOf,
  type Placement,
  type PlacementKey,
  placements,
  type UserPool,
  userPoolIdOf,
  userPools,
} from './placement/placement.ts';
export { type Plan, plans, requirePlan } from './plans/plan.ts';
export {
  isKey,
  MAX_COMMIT_BYTES,
  MAX_KEY_BYTES,
  MAX_PAGE,
  MAX_RECORD_BYTES,
  type PlannedChange,
  type PlannedExpectation,
  type PlannedQuery,
  type PlannedRemoval,
  type PlannedWrite,
  planCommit,
  planQuery,
} from './ports/plan.ts';
export {
  type Change,
  type Collection,
  expectVersion,
  MAX_CHANGES,
  overwrite,
  type Page,
  put,
  type QueryOptions,
  type Registry,
  remove,
  type Versioned,
} from './ports/registry.ts';
export { type HistoryEntry, history } from './tenants/history.ts';
export {
  passwordPolicySchema,
  requireSettingsFit,
  SHARED_ACCESS_TOKEN_MINUTES,
  settingModels,
  type TenantSettings,
  tenantSettingsSchema,
} from './tenants/settings.ts';
export { requireSlug } from './tenants/slug.ts';
export {
  type TenancyModel,
  type Tenant,
  type TenantSpec,
  type TenantStatus,
  tenancyModelSchema,
  tenancyModels,
  tenants,
} from './tenants/tenant.ts';
export { emailKey, federatedNamespace, normalizeEmail, type User, users } from './users/user.ts';
