import {
  DescribeUserPoolCommand,
  ListIdentityProvidersCommand,
  ListUserPoolClientsCommand,
  ListUserPoolsCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  memberships,
  placements,
  type Registry,
  tenants,
  type UserPool,
  userPools,
  users,
} from '@cohabit/core';
import type { CognitoClient } from '../cognito/client.ts';

/** Everything at Cognito and in the registry, with ids replaced by what they stand for, so that runs can be compared. */
export async function takeInventory(parts: { registry: Registry; cognito: CognitoClient }, slug: string) {
  const { registry, cognito } = parts;
  const all = await registry.queryIndex(tenants, 'all', 'all', { limit: 1000 });
  const nameOf = new Map(all.items.map((tenant) => [tenant.id as string, tenant.slug]));
  const named = (text: string | undefined) =>
    text?.replace(/tnt_\w+/, (id) => nameOf.get(id) ?? `gone:${slug}`);

  const cognitoState: Record<
    string,
    { clients: (string | undefined)[]; users: (string | undefined)[]; hasDomain: boolean; providers: number }
  > = {};
  const pools = (await cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }))).UserPools ?? [];
  for (const [position, { Id: UserPoolId, Name }] of pools.entries()) {
    const clients = await cognito.send(new ListUserPoolClientsCommand({ UserPoolId, MaxResults: 60 }));
    const described = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }));
    const providers = await cognito.send(new ListIdentityProvidersCommand({ UserPoolId, MaxResults: 60 }));
    const people = await cognito.send(new ListUsersCommand({ UserPoolId }));
    const duplicate =
      pools.findIndex((other) => other.Name === Name) < position ? ` duplicate ${position}` : '';
    cognitoState[`${named(Name)}${duplicate}`] = {
      clients: (clients.UserPoolClients ?? []).map((client) => named(client.ClientName)).toSorted(),
      users: (people.Users ?? [])
        .map((user) => user.Attributes?.find((attribute) => attribute.Name === 'email')?.Value)
        .toSorted(),
      hasDomain: described.UserPool?.Domain !== undefined,
      providers: providers.Providers?.length ?? 0,
    };
  }

  const purposes: UserPool['purpose'][] = ['operators', 'shared', 'tenant'];
  const known = await Promise.all(purposes.map((p) => registry.query(userPools, p, { limit: 100 })));
  const bound = await Promise.all(
    known.flatMap(({ items }) =>
      items.map(async (pool) => {
        const page = await registry.query(placements, pool.userPoolId, { limit: 100 });
        return page.items.map(({ audience, model, tenant }) => ({ audience, model, tenant: tenant?.slug }));
      }),
    ),
  );
  const members = await Promise.all(
    all.items.map(async (tenant) => {
      const page = await registry.query(memberships, tenant.id, { limit: 100 });
      return page.items.map(({ email, roles, status, identities }) => ({
        tenant: tenant.slug,
        email,
        roles,
        status,
        identities: identities.length,
      }));
    }),
  );
  return {
    cognito: cognitoState,
    userPools: known.flatMap(({ items }) => items.map(({ purpose }) => purpose)).toSorted(),
    placements: bound
      .flat()
      .map((placement) => JSON.stringify(placement))
      .toSorted(),
    tenants: all.items.map(({ slug: name, status, placements: serving }) => ({
      name,
      status,
      serving: serving.length,
    })),
    members: members
      .flat()
      .map((member) => JSON.stringify(member))
      .toSorted(),
  };
}

/** Whether the registry still knows this person. */
export async function isKnown(registry: Registry, namespace: string, email: string): Promise<boolean> {
  return (await registry.getByUnique(users, `${namespace}:email:${email}`)) !== undefined;
}
