import { isDeepStrictEqual } from 'node:util';
import type { Cognito } from '../cognito.ts';
import type { FakeProviderFacts } from '../fake-providers/fake-providers.ts';
import createUserPool from '../operations/create-user-pool.ts';
import setUserPoolMfaConfig from '../operations/set-user-pool-mfa-config.ts';
import type { PoolRecord } from '../storage/records.ts';
import { CognitoError } from '../wire/errors.ts';
import { applyBranding } from './apply-branding.ts';
import { applyClient } from './apply-client.ts';
import { applyDomain } from './apply-domain.ts';
import { applyIdentityProvider } from './apply-identity-provider.ts';
import { applyUser } from './apply-user.ts';
import { checkMembers, type Operations } from './operations.ts';
import { at } from './seed-error.ts';
import type { SeedPool } from './seed-schema.ts';
import type { SeededClient } from './sign-in-pages.ts';
import { readSigningKeys } from './signing-keys-file.ts';
import { registerTriggers } from './triggers.ts';

/** Where a part of a seed is applied. */
export interface Application {
  cognito: Cognito;
  operations: Operations;
  fakeProviders: readonly FakeProviderFacts[];
  /** Paths start here. */
  folder: string;
  /** Such as `pools[0]`. */
  place: string;
}

/** Members that a pool has for life. */
const fixedMembers = ['UsernameAttributes', 'AliasAttributes', 'UsernameConfiguration'] as const;

/** Answers the pool's clients that stand in the seed. */
export async function applyPool({ pool, ...to }: Application & { pool: SeedPool }): Promise<SeededClient[]> {
  const { cognito, operations, folder, place } = to;
  await at(`${place}.settings`, () => checkMembers(createUserPool, pool.settings));
  await at(`${place}.mfa`, () => checkMembers(setUserPoolMfaConfig, { ...pool.mfa }));
  const existing = findPool(cognito, pool);
  const poolId = existing?.id ?? pool.id ?? cognito.ids.newPoolId();
  if (pool.signingKeys !== undefined)
    cognito.store.keys.put(poolId, await readSigningKeys(folder, pool.signingKeys));
  const LambdaConfig = await at(`${place}.triggers`, () => registerTriggers(cognito, pool, folder));
  const settings = { ...pool.settings, ...(LambdaConfig && { LambdaConfig }) };
  await at(`${place}.settings`, async () => {
    if (existing) await updatePool(operations, existing, settings);
    else await createPool(operations, poolId, { ...settings, PoolName: pool.name });
  });
  if (pool.mfa) {
    await at(`${place}.mfa`, () =>
      operations.call('SetUserPoolMfaConfig', { ...pool.mfa, UserPoolId: poolId }),
    );
  }
  const { domain } = pool;
  if (domain) await at(`${place}.domain`, () => applyDomain(to, poolId, domain));
  for (const [index, provider] of (pool.identityProviders ?? []).entries()) {
    await at(`${place}.identityProviders[${index}]`, () => applyIdentityProvider(to, poolId, provider));
  }
  const clients: SeededClient[] = [];
  for (const [index, client] of (pool.clients ?? []).entries()) {
    await at(`${place}.clients[${index}]`, async () => {
      const clientId = await applyClient(to, poolId, client);
      clients.push({ poolId, clientId });
      if (domain || client.branding !== undefined) await applyBranding(to, poolId, clientId, client.branding);
    });
  }
  for (const [index, { name, description, precedence, roleArn }] of (pool.groups ?? []).entries()) {
    const group = { GroupName: name, Description: description, Precedence: precedence, RoleArn: roleArn };
    await at(`${place}.groups[${index}]`, () => applyGroup(operations, { UserPoolId: poolId, ...group }));
  }
  for (const [index, user] of (pool.users ?? []).entries()) {
    await at(`${place}.users[${index}]`, () => applyUser(to, poolId, user));
  }
  return clients;
}

function findPool({ store }: Cognito, { id, name }: SeedPool): PoolRecord | undefined {
  if (id !== undefined) return store.pools.get(id);
  let after: string | undefined;
  do {
    const page = store.pools.list({ limit: 60, after });
    const found = page.items.find(({ pool }) => pool.Name === name);
    if (found) return found;
    after = page.nextToken;
  } while (after !== undefined);
  return undefined;
}

const createPool = (operations: Operations, poolId: string, input: object) =>
  operations.call('CreateUserPool', input, { newPoolId: () => poolId });

async function updatePool(
  operations: Operations,
  { id, pool }: PoolRecord,
  { Schema = [], ...settings }: Record<string, unknown>,
): Promise<void> {
  for (const name of fixedMembers) {
    if (settings[name] !== undefined && !isDeepStrictEqual(settings[name], pool[name])) {
      throw new Error(
        `${name} of the existing user pool ${id} cannot be changed: remove the pool, or put it back`,
      );
    }
    delete settings[name];
  }
  await operations.call('UpdateUserPool', { ...settings, UserPoolId: id });
  const known = new Set(pool.SchemaAttributes.map(({ Name }) => Name));
  const added = (Schema as { Name: string }[]).filter(
    ({ Name }) => !known.has(Name) && !known.has(`custom:${Name}`),
  );
  if (added.length > 0)
    await operations.call('AddCustomAttributes', { UserPoolId: id, CustomAttributes: added });
}

async function applyGroup(operations: Operations, group: object): Promise<void> {
  try {
    await operations.call('CreateGroup', group);
  } catch (error) {
    if (!(error instanceof CognitoError && error.type === 'GroupExistsException')) throw error;
    await operations.call('UpdateGroup', group);
  }
}
