import {
  AdminAddUserToGroupCommand,
  AdminDeleteUserCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  CreateGroupCommand,
  type CreateGroupCommandInput,
  DeleteGroupCommand,
  GetGroupCommand,
  ListGroupsCommand,
  ListUsersInGroupCommand,
  UpdateGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { claimsOf, startTenantPool, type TenantPoolOptions } from '../testing/tenant-pool.ts';
import type { TriggerEvent } from '../triggers/invoke.ts';

const role = (name: string) => `arn:aws:iam::000000000000:role/${name}`;

async function startWithGroups(options: TenantPoolOptions = {}) {
  const tenant = await startTenantPool(options);
  const { send, userPoolId: UserPoolId } = tenant;
  const create = (GroupName: string, more: Partial<CreateGroupCommandInput> = {}) =>
    send(new CreateGroupCommand({ UserPoolId, GroupName, ...more }));
  const add = (Username: string, GroupName: string) =>
    send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName }));
  const remove = (Username: string, GroupName: string) =>
    send(new AdminRemoveUserFromGroupCommand({ UserPoolId, Username, GroupName }));
  const membersOf = async (GroupName: string) => {
    const { Users } = await send(new ListUsersInGroupCommand({ UserPoolId, GroupName }));
    return Users?.map(({ Username }) => Username);
  };
  const groupsOf = async (Username: string) => {
    const { Groups } = await send(new AdminListGroupsForUserCommand({ UserPoolId, Username }));
    return Groups?.map(({ GroupName }) => GroupName);
  };
  const tokensOf = async (name: string) => {
    const { AuthenticationResult } = await tenant.signIn(name);
    return {
      id: claimsOf(AuthenticationResult?.IdToken),
      access: claimsOf(AuthenticationResult?.AccessToken),
    };
  };
  return { ...tenant, UserPoolId, create, add, remove, membersOf, groupsOf, tokensOf };
}

/** All pages of a list, one item each. */
async function collect<T>(
  page: (after: string | undefined) => Promise<[T[] | undefined, string | undefined]>,
) {
  const all: T[] = [];
  let after: string | undefined;
  do {
    const [items = [], next] = await page(after);
    expect(items.length).toBeLessThanOrEqual(1);
    all.push(...items);
    after = next;
  } while (after !== undefined);
  return all;
}

describe('groups', () => {
  it('are created, shown, changed member by member and deleted', async () => {
    await using tenant = await startWithGroups();
    const { send, UserPoolId } = tenant;
    const { Group } = await tenant.create('admins', { Description: 'All of it', Precedence: 1 });
    expect(Group).toMatchObject({ GroupName: 'admins', UserPoolId, Description: 'All of it', Precedence: 1 });
    expect(Group?.CreationDate).toBeInstanceOf(Date);
    expect(Group).not.toHaveProperty('RoleArn');
    await expect(tenant.create('admins')).rejects.toMatchObject({
      name: 'GroupExistsException',
      message: 'A group with the name already exists.',
    });
    await send(new UpdateGroupCommand({ UserPoolId, GroupName: 'admins', RoleArn: role('admin') }));
    const shown = await send(new GetGroupCommand({ UserPoolId, GroupName: 'admins' }));
    expect(shown.Group).toMatchObject({ Description: 'All of it', Precedence: 1, RoleArn: role('admin') });
    await send(new DeleteGroupCommand({ UserPoolId, GroupName: 'admins' }));
    await expect(send(new GetGroupCommand({ UserPoolId, GroupName: 'admins' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Group not found.',
    });
  });

  it('hold users, once each, until either side goes', async () => {
    await using tenant = await startWithGroups();
    const { send, UserPoolId } = tenant;
    for (const name of ['alex', 'bo']) await tenant.addUser(name);
    for (const name of ['staff', 'staff-2', 'st']) await tenant.create(name);
    for (const name of ['alex', 'bo', 'alex']) await tenant.add(name, 'staff');
    await tenant.add('alex', 'staff-2');
    expect(await tenant.membersOf('staff')).toEqual(['alex', 'bo']);
    expect(await tenant.membersOf('st')).toEqual([]);
    expect(await tenant.groupsOf('alex')).toEqual(['staff', 'staff-2']);
    await tenant.remove('alex', 'staff');
    await tenant.remove('alex', 'staff');
    expect(await tenant.membersOf('staff')).toEqual(['bo']);
    await send(new AdminDeleteUserCommand({ UserPoolId, Username: 'bo' }));
    expect(await tenant.membersOf('staff')).toEqual([]);
    await tenant.addUser('bo');
    expect(await tenant.groupsOf('bo')).toEqual([]);
    await send(new DeleteGroupCommand({ UserPoolId, GroupName: 'staff-2' }));
    await tenant.create('staff-2');
    expect(await tenant.groupsOf('alex')).toEqual([]);
  });

  it('name whom they do not know', async () => {
    await using tenant = await startWithGroups();
    await tenant.addUser('alex');
    await tenant.create('staff');
    const noGroup = { name: 'ResourceNotFoundException', message: 'Group not found.' };
    const noUser = { name: 'UserNotFoundException', message: 'User does not exist.' };
    await expect(tenant.add('alex', 'nothing')).rejects.toMatchObject(noGroup);
    await expect(tenant.remove('alex', 'nothing')).rejects.toMatchObject(noGroup);
    await expect(tenant.membersOf('nothing')).rejects.toMatchObject(noGroup);
    await expect(tenant.add('nobody', 'staff')).rejects.toMatchObject(noUser);
    await expect(tenant.groupsOf('nobody')).rejects.toMatchObject(noUser);
  });

  it('come page by page, each item once', async () => {
    await using tenant = await startWithGroups();
    const { send, UserPoolId } = tenant;
    const names = ['a', 'b', 'c'];
    for (const name of names) {
      await tenant.addUser(name);
      await tenant.create(name);
    }
    for (const name of names) {
      await tenant.add(name, 'a');
      await tenant.add('a', name);
    }
    const groups = await collect(async (NextToken) => {
      const page = await send(new ListGroupsCommand({ UserPoolId, Limit: 1, NextToken }));
      return [page.Groups, page.NextToken];
    });
    expect(groups.map(({ GroupName }) => GroupName)).toEqual(names);
    const users = await collect(async (NextToken) => {
      const input = { UserPoolId, GroupName: 'a', Limit: 1, NextToken };
      const page = await send(new ListUsersInGroupCommand(input));
      return [page.Users, page.NextToken];
    });
    expect(users.map(({ Username }) => Username)).toEqual(names);
    const ofUser = await collect(async (NextToken) => {
      const input = { UserPoolId, Username: 'a', Limit: 1, NextToken };
      const page = await send(new AdminListGroupsForUserCommand(input));
      return [page.Groups, page.NextToken];
    });
    expect(ofUser.map(({ GroupName }) => GroupName)).toEqual(names);
  });

  it('stand in both tokens, with their roles in the ID token', async () => {
    await using tenant = await startWithGroups();
    await tenant.addUser('alex');
    expect(await tenant.tokensOf('alex')).not.toHaveProperty(['id', 'cognito:groups']);
    await tenant.create('last', { RoleArn: role('last') });
    await tenant.create('second', { RoleArn: role('second'), Precedence: 2 });
    await tenant.create('first', { RoleArn: role('first'), Precedence: 0 });
    await tenant.create('plain', { Precedence: 1 });
    for (const name of ['last', 'second', 'first', 'plain']) await tenant.add('alex', name);
    const { id, access } = await tenant.tokensOf('alex');
    expect(id['cognito:groups']).toEqual(['first', 'plain', 'second', 'last']);
    expect(id['cognito:roles']).toEqual([role('first'), role('second'), role('last')]);
    expect(id['cognito:preferred_role']).toBe(role('first'));
    expect(access['cognito:groups']).toEqual(['first', 'plain', 'second', 'last']);
    expect(access).not.toHaveProperty('cognito:roles');
    expect(access).not.toHaveProperty('cognito:preferred_role');
    await tenant.create('rival', { RoleArn: role('rival'), Precedence: 0 });
    await tenant.add('alex', 'rival');
    expect((await tenant.tokensOf('alex')).id).not.toHaveProperty('cognito:preferred_role');
  });

  it('are what PreTokenGeneration is told, and may replace', async () => {
    const arn = 'arn:aws:lambda:us-east-1:000000000000:function:pre-token';
    const events: TriggerEvent[] = [];
    await using tenant = await startWithGroups({
      pool: { LambdaConfig: { PreTokenGeneration: arn } },
      functions: {
        [arn](event) {
          events.push(structuredClone(event));
          const override = { groupsToOverride: ['other'], iamRolesToOverride: [role('other')] };
          event.response.claimsOverrideDetails = { groupOverrideDetails: override };
          return event;
        },
      },
    });
    await tenant.addUser('alex');
    await tenant.create('staff', { RoleArn: role('staff'), Precedence: 1 });
    await tenant.add('alex', 'staff');
    const { id, access } = await tenant.tokensOf('alex');
    expect(events[0]?.request.groupConfiguration).toEqual({
      groupsToOverride: ['staff'],
      iamRolesToOverride: [role('staff')],
      preferredRole: role('staff'),
    });
    expect(id).toMatchObject({ 'cognito:groups': ['other'], 'cognito:roles': [role('other')] });
    expect(id).not.toHaveProperty('cognito:preferred_role');
    expect(access['cognito:groups']).toEqual(['other']);
  });
});
