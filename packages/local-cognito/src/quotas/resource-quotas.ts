import type { Store } from '../storage/store.ts';
import { CognitoError } from '../wire/errors.ts';

interface ResourceQuota {
  /** A new account's quota (developer guide, "Quotas", "Resource quotas"). */
  limit: number;
  /** The operation that makes one more. */
  operation: string;
  /** How the resource is called in the error. */
  name: string;
  count(store: Store, input: ResourceInput): number;
}

/** The members of inputs that say where a resource is added. */
interface ResourceInput {
  UserPoolId: string;
  Username: string;
  CustomAttributes?: unknown[];
}

const documents =
  (kind: string) =>
  (store: Store, { UserPoolId: poolId }: ResourceInput) =>
    store.count.documents({ kind, poolId });

/** What Cognito limits by number and a request can add to. Lists inside one request are limited by its own schema. */
export const resourceQuotas = {
  userPools: {
    limit: 1000,
    operation: 'CreateUserPool',
    name: 'user pools',
    count: (store) => store.count.pools(),
  },
  appClientsPerPool: {
    limit: 1000,
    operation: 'CreateUserPoolClient',
    name: 'user pool clients',
    count: (store, { UserPoolId }) => store.count.clients(UserPoolId),
  },
  identityProvidersPerPool: {
    limit: 300,
    operation: 'CreateIdentityProvider',
    name: 'identity providers',
    count: documents('identity-provider'),
  },
  resourceServersPerPool: {
    limit: 25,
    operation: 'CreateResourceServer',
    name: 'resource servers',
    count: documents('resource-server'),
  },
  usersPerPool: {
    limit: 40_000_000,
    operation: 'AdminCreateUser',
    name: 'users',
    count: (store, { UserPoolId }) => store.users.count(UserPoolId),
  },
  groupsPerPool: {
    limit: 10_000,
    operation: 'CreateGroup',
    name: 'groups',
    count: documents('group'),
  },
  groupsPerUser: {
    limit: 100,
    operation: 'AdminAddUserToGroup',
    name: 'groups of a user',
    count(store, { UserPoolId: poolId, Username }) {
      const pool = store.pools.get(poolId);
      const user = pool && store.users.find(pool, Username);
      return user ? store.count.documents({ kind: 'group-member', poolId, owner: user.username }) : 0;
    },
  },
  customAttributesPerPool: {
    limit: 50,
    operation: 'AddCustomAttributes',
    name: 'custom attributes',
    count(store, { UserPoolId, CustomAttributes = [] }) {
      const schema = store.pools.get(UserPoolId)?.pool.SchemaAttributes ?? [];
      const custom = schema.filter(({ Name }) => /^(?:dev:)?custom:/.test(Name ?? ''));
      return custom.length + CustomAttributes.length - 1;
    },
  },
  brandingStylesPerPool: {
    limit: 20,
    operation: 'CreateManagedLoginBranding',
    name: 'managed login branding styles',
    count: documents('managed-login-branding'),
  },
  termsPerPool: { limit: 40, operation: 'CreateTerms', name: 'terms', count: documents('terms') },
  importJobsPerPool: {
    limit: 1000,
    operation: 'CreateUserImportJob',
    name: 'user import jobs',
    count: documents('user-import-job'),
  },
} satisfies Record<string, ResourceQuota>;

export type QuotaResource = keyof typeof resourceQuotas;

const byOperation = new Map<string, [QuotaResource, ResourceQuota]>(
  Object.entries(resourceQuotas).map(([name, quota]) => [quota.operation, [name as QuotaResource, quota]]),
);

/** Throws LimitExceededException when the operation would make one more than there may be. */
export function checkResourceQuota({
  operation,
  input,
  store,
  overrides,
}: {
  operation: string;
  /** As its schema parsed it. */
  input: unknown;
  store: Store;
  overrides: Partial<Record<QuotaResource, number>> | undefined;
}): void {
  const found = byOperation.get(operation);
  if (!found) return;
  const [resource, quota] = found;
  const limit = overrides?.[resource] ?? quota.limit;
  if (quota.count(store, input as ResourceInput) < limit) return;
  throw new CognitoError('LimitExceededException', `Quota exceeded: ${limit} ${quota.name} exist.`);
}
