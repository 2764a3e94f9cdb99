import { describeDomains } from '../domains/domain.ts';
import type { Store } from '../storage/store.ts';
import { CognitoError } from '../wire/errors.ts';

interface ResourceQuota {
  /** A new account's quota (developer guide, "Quotas", "Resource quotas"). */
  limit: number;
  /** The operations that make one more. */
  operations: readonly string[];
  /** How the resources are called in the error. */
  name: string;
  /** How many there are, with what the call adds beyond the first. */
  count(store: Store, poolId: string, input: ResourceInput): number;
}

/** The members of inputs that tell where something is added, and how much. */
interface ResourceInput {
  Username?: string;
  MessageAction?: string;
  CustomAttributes?: unknown[];
  CustomDomainConfig?: unknown;
}

const documents = (kind: string) => (store: Store, poolId: string) => store.count.documents({ kind, poolId });

function countCustomDomains(store: Store): number {
  let count = 0;
  let after: string | undefined;
  do {
    const page = store.pools.list({ limit: 1000, after });
    count += page.items.filter(({ id }) => describeDomains({ store }, id).CustomDomain).length;
    after = page.nextToken;
  } while (after !== undefined);
  return count;
}

/** What Cognito limits by number and a request can add to. Lists inside one request are limited by its own schema. */
export const resourceQuotas = {
  userPools: {
    limit: 1000,
    operations: ['CreateUserPool'],
    name: 'user pools',
    count: (store) => store.count.pools(),
  },
  appClientsPerPool: {
    limit: 1000,
    operations: ['CreateUserPoolClient'],
    name: 'user pool clients',
    count: (store, poolId) => store.count.clients(poolId),
  },
  identityProvidersPerPool: {
    limit: 300,
    operations: ['CreateIdentityProvider'],
    name: 'identity providers',
    count: documents('identity-provider'),
  },
  resourceServersPerPool: {
    limit: 25,
    operations: ['CreateResourceServer'],
    name: 'resource servers',
    count: documents('resource-server'),
  },
  usersPerPool: {
    limit: 40_000_000,
    operations: ['AdminCreateUser', 'SignUp'],
    name: 'users',
    count: (store, poolId, { MessageAction }) =>
      MessageAction === 'RESEND' ? -1 : store.users.count(poolId),
  },
  groupsPerPool: {
    limit: 10_000,
    operations: ['CreateGroup'],
    name: 'groups',
    count: documents('group'),
  },
  groupsPerUser: {
    limit: 100,
    operations: ['AdminAddUserToGroup'],
    name: 'groups of a user',
    count(store, poolId, { Username = '' }) {
      const pool = store.pools.get(poolId);
      const user = pool && store.users.find(pool, Username);
      return user ? store.count.documents({ kind: 'group-member', poolId, owner: user.username }) : 0;
    },
  },
  customAttributesPerPool: {
    limit: 50,
    operations: ['AddCustomAttributes'],
    name: 'custom attributes',
    count(store, poolId, { CustomAttributes = [] }) {
      const schema = store.pools.get(poolId)?.pool.SchemaAttributes ?? [];
      const custom = schema.filter(({ Name }) => /^(?:dev:)?custom:/.test(Name ?? ''));
      return custom.length + CustomAttributes.length - 1;
    },
  },
  brandingStylesPerPool: {
    limit: 20,
    operations: ['CreateManagedLoginBranding'],
    name: 'managed login branding styles',
    count: documents('managed-login-branding'),
  },
  termsPerPool: { limit: 40, operations: ['CreateTerms'], name: 'terms', count: documents('terms') },
  customDomainsPerRegion: {
    limit: 4,
    operations: ['CreateUserPoolDomain'],
    name: 'custom domains',
    count: (store, _poolId, { CustomDomainConfig }) => (CustomDomainConfig ? countCustomDomains(store) : -1),
  },
  importJobsPerPool: {
    limit: 1000,
    operations: ['CreateUserImportJob'],
    name: 'user import jobs',
    count: documents('import-job'),
  },
} satisfies Record<string, ResourceQuota>;

export type QuotaResource = keyof typeof resourceQuotas;

const byOperation = new Map<string, [QuotaResource, ResourceQuota]>(
  Object.entries(resourceQuotas).flatMap(([name, quota]: [string, ResourceQuota]) =>
    quota.operations.map((operation) => [operation, [name as QuotaResource, quota]] as const),
  ),
);

/** Throws LimitExceededException when the operation would make one more than there may be. */
export function checkResourceQuota({
  operation,
  input,
  poolId = '',
  store,
  overrides,
}: {
  operation: string;
  /** As its schema parsed it. */
  input: unknown;
  /** The pool that the call is about. */
  poolId: string | undefined;
  store: Store;
  overrides: Partial<Record<QuotaResource, number>> | undefined;
}): void {
  const found = byOperation.get(operation);
  if (!found) return;
  const [resource, quota] = found;
  const limit = overrides?.[resource] ?? quota.limit;
  if (quota.count(store, poolId, input as ResourceInput) < limit) return;
  throw new CognitoError('LimitExceededException', `Quota exceeded: ${limit} ${quota.name} are allowed.`);
}
