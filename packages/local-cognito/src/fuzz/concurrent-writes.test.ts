import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  CreateGroupCommand,
  DescribeUserPoolCommand,
  ListUsersCommand,
  ListUsersInGroupCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, it } from 'vitest';
import { startTenantPool } from '../testing/tenant-pool.ts';

const writers = 20;
const times = <T>(work: (index: number) => Promise<T>) =>
  Promise.allSettled(Array.from({ length: writers }, (_, index) => work(index)));
const succeeded = (outcomes: PromiseSettledResult<unknown>[]) =>
  outcomes.filter(({ status }) => status === 'fulfilled').length;
const errorNames = (outcomes: PromiseSettledResult<unknown>[]) =>
  new Set(outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.name] : [])));

it('lets exactly one of many create a user, and one of many take an e-mail address', async () => {
  await using tenant = await startTenantPool({ pool: { UsernameAttributes: ['email'] } });
  const UserPoolId = tenant.userPoolId;
  const same = await times(() =>
    tenant.send(
      new AdminCreateUserCommand({ UserPoolId, Username: 'alice@example.com', MessageAction: 'SUPPRESS' }),
    ),
  );
  expect(succeeded(same)).toBe(1);
  expect(errorNames(same)).toEqual(new Set(['UsernameExistsException']));
  const { Users } = await tenant.send(new ListUsersCommand({ UserPoolId }));
  const { UserPool } = await tenant.send(new DescribeUserPoolCommand({ UserPoolId }));
  expect([Users?.length, UserPool?.EstimatedNumberOfUsers]).toEqual([1, 1]);
});

it('leaves a user whole or gone when many update and delete it at once', async () => {
  await using tenant = await startTenantPool();
  const UserPoolId = tenant.userPoolId;
  await tenant.addUser('alice', { attributes: { name: 'before', nickname: 'before' } });
  const key = { UserPoolId, Username: 'alice' };
  const updates = await times((index) =>
    tenant.send(
      new AdminUpdateUserAttributesCommand({
        ...key,
        UserAttributes: [
          { Name: 'name', Value: `n${index}` },
          { Name: 'nickname', Value: `n${index}` },
        ],
      }),
    ),
  );
  expect(succeeded(updates)).toBe(writers);
  const { UserAttributes } = await tenant.send(new AdminGetUserCommand(key));
  const value = (name: string) => UserAttributes?.find(({ Name }) => Name === name)?.Value;
  expect(value('name')).toBe(value('nickname'));

  await tenant.send(new CreateGroupCommand({ UserPoolId, GroupName: 'admins' }));
  const mixed = await times((index): Promise<unknown> => {
    if (index === 7) return tenant.send(new AdminDeleteUserCommand(key));
    if (index % 2 === 0) return tenant.send(new AdminAddUserToGroupCommand({ ...key, GroupName: 'admins' }));
    return tenant.send(
      new AdminUpdateUserAttributesCommand({ ...key, UserAttributes: [{ Name: 'name', Value: 'x' }] }),
    );
  });
  for (const name of errorNames(mixed)) expect(name).toBe('UserNotFoundException');
  const { Users } = await tenant.send(new ListUsersInGroupCommand({ UserPoolId, GroupName: 'admins' }));
  expect(Users).toEqual([]);
  await expect(tenant.send(new AdminGetUserCommand(key))).rejects.toMatchObject({
    name: 'UserNotFoundException',
  });
});

it('lets exactly one of many answer with the same session', async () => {
  await using tenant = await startTenantPool();
  await tenant.addUser('temp', { temporary: true });
  const { Session } = await tenant.signIn('temp');
  const answers = await times((index) =>
    tenant.send(
      new RespondToAuthChallengeCommand({
        ClientId: tenant.clientId,
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        Session,
        ChallengeResponses: { USERNAME: 'temp', NEW_PASSWORD: `Another-horse-${index}` },
      }),
    ),
  );
  expect(succeeded(answers)).toBe(1);
  expect(errorNames(answers)).toEqual(new Set(['NotAuthorizedException']));
});
