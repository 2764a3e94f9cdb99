export {
  type AuthorizationRequest,
  type Authorizer,
  createAuthorizer,
  type Decision,
} from './authorize/authorizer.ts';
export type { CedarValue, Resource } from './authorize/entities.ts';
export {
  currentTenant,
  maybeCurrentTenant,
  type OperatorContext,
  runWithTenant,
  type TenantContext,
  type VerifiedToken,
} from './context/tenant-context.ts';
export {
  type SqlClient,
  type SqlConnection,
  type TransactionalDatabase,
  tenantTransaction,
} from './isolate/postgres.ts';
export { createMeter, type Meter, type UsageSink } from './meter/meter.ts';
export { registryUsageSink } from './meter/registry-usage-sink.ts';
export { authenticationChallenge, readBearerToken } from './middleware/bearer.ts';
export { PROBLEM_CONTENT_TYPE, type Problem, problem } from './problem.ts';
export { registryTrust } from './verify/registry-trust.ts';
export type { Known, TrustedPlacement, TrustedTenant, TrustSource } from './verify/trust.ts';
export { createVerifier, type Verifier } from './verify/verifier.ts';
