import createUserPoolClient from '../operations/create-user-pool-client.ts';
import type { ClientRecord } from '../storage/records.ts';
import type { Application } from './apply-pool.ts';
import { checkMembers } from './operations.ts';
import type { SeedClient } from './seed-schema.ts';

/** Answers the client's id. */
export async function applyClient(
  { cognito, operations }: Application,
  poolId: string,
  { id, name, secret, settings }: SeedClient,
): Promise<string> {
  checkMembers(createUserPoolClient, settings);
  const existing = id === undefined ? findByName(cognito, poolId, name) : cognito.store.clients.get(id);
  if (existing && existing.poolId !== poolId) {
    throw new Error(`App client ${existing.id} belongs to user pool ${existing.poolId}: choose another id`);
  }
  if (!existing) {
    const input = { ...settings, UserPoolId: poolId, ClientName: name, ClientSecret: secret };
    const clientId = id ?? cognito.ids.newClientId();
    await operations.call('CreateUserPoolClient', input, { newClientId: () => clientId });
    return clientId;
  }
  if (secret !== undefined && secret !== existing.client.ClientSecret) {
    throw new Error(
      `The secret of the existing app client ${existing.id} cannot be changed: remove the client first`,
    );
  }
  const { GenerateSecret: _, ...changes } = settings ?? {};
  await operations.call('UpdateUserPoolClient', {
    ...changes,
    UserPoolId: poolId,
    ClientId: existing.id,
    ClientName: name,
  });
  return existing.id;
}

function findByName(
  { store }: Application['cognito'],
  poolId: string,
  name: string,
): ClientRecord | undefined {
  let after: string | undefined;
  do {
    const page = store.clients.list(poolId, { limit: 60, after });
    const found = page.items.find(({ client }) => client.ClientName === name);
    if (found) return found;
    after = page.nextToken;
  } while (after !== undefined);
  return undefined;
}
