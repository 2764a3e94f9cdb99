import {
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  CreateUserPoolCommand,
  ListUsersCommand,
  type ListUsersCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, it } from 'vitest';
import { startWithSdk } from '../testing/sdk.ts';

async function startWithUsers(names: string[]) {
  const cognito = await startWithSdk();
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'acme' }));
  const UserPoolId = UserPool?.Id;
  for (const Username of names) {
    const UserAttributes = [
      { Name: 'email', Value: `${Username}@Example.com` },
      { Name: 'given_name', Value: `Given "${Username}"` },
    ];
    await cognito.send(
      new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes, MessageAction: 'SUPPRESS' }),
    );
  }
  const page = (input: Partial<ListUsersCommandInput>) =>
    cognito.send(new ListUsersCommand({ UserPoolId, ...input }));
  const found = async (Filter: string) =>
    (await page({ Filter })).Users?.map(({ Username }) => Username ?? '').sort();
  return { ...cognito, UserPoolId, page, found };
}

it('lists every user once, page by page, with and without a filter', async () => {
  const names = Array.from({ length: 7 }, (_, index) => `user-${index}`);
  await using cognito = await startWithUsers(names);
  for (const Filter of [undefined, 'email ^= "user-"', 'status = "Enabled"']) {
    const seen: string[] = [];
    let PaginationToken: string | undefined;
    let pages = 0;
    do {
      const page = await cognito.page({ Limit: 3, PaginationToken, Filter });
      seen.push(...(page.Users ?? []).map(({ Username }) => Username ?? ''));
      PaginationToken = page.PaginationToken;
      pages += 1;
    } while (PaginationToken);
    expect(seen.sort()).toEqual(names);
    expect(pages).toBe(3);
  }
});

it('filters by equality and by prefix, with the case rules of each attribute', async () => {
  await using cognito = await startWithUsers(['alice', 'alan', 'bob']);
  const { found, UserPoolId } = cognito;
  expect(await found('username = "alice"')).toEqual(['alice']);
  expect(await found('username = "Alice"')).toEqual([]);
  expect(await found('username ^= "al"')).toEqual(['alan', 'alice']);
  expect(await found('email = "ALICE@example.COM"')).toEqual(['alice']);
  expect(await found('given_name = "given \\"bob\\""')).toEqual(['bob']);
  expect(await found('')).toEqual(['alan', 'alice', 'bob']);
  await cognito.send(new AdminDisableUserCommand({ UserPoolId, Username: 'bob' }));
  expect(await found('status = "Disabled"')).toEqual(['bob']);
  expect(await found('status = "disabled"')).toEqual([]);
  const Password = 'Passw0rd!';
  await cognito.send(
    new AdminSetUserPasswordCommand({ UserPoolId, Username: 'bob', Password, Permanent: true }),
  );
  expect(await found('cognito:user_status = "confirmed"')).toEqual(['bob']);
  const { Users } = await cognito.page({ Filter: 'username = "alan"' });
  const sub = Users?.[0]?.Attributes?.find(({ Name }) => Name === 'sub')?.Value;
  expect(await found(`sub = "${sub}"`)).toEqual(['alan']);
});

it('finds a user by the new value after a change, and no longer by the old one', async () => {
  await using cognito = await startWithUsers(['alice']);
  const { found, UserPoolId } = cognito;
  const UserAttributes = [{ Name: 'email', Value: 'new@example.com' }];
  await cognito.send(new AdminUpdateUserAttributesCommand({ UserPoolId, Username: 'alice', UserAttributes }));
  expect(await found('email = "new@example.com"')).toEqual(['alice']);
  expect(await found('email = "alice@example.com"')).toEqual([]);
});

it('shows only the attributes asked for', async () => {
  await using cognito = await startWithUsers(['alice']);
  const { Users } = await cognito.page({ AttributesToGet: ['email'] });
  expect(Users?.[0]?.Attributes).toEqual([{ Name: 'email', Value: 'alice@Example.com' }]);
});

it.each([
  'custom:tenant_id = "acme"',
  'email = alice',
  'email = "alice" and username = "alice"',
  'email > "a"',
  'nickname = "a"',
])('refuses the filter %s', async (Filter) => {
  await using cognito = await startWithUsers([]);
  await expect(cognito.page({ Filter })).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

it('does not accept a page token of another listing', async () => {
  await using cognito = await startWithUsers(['a1', 'a2', 'a3']);
  const { PaginationToken } = await cognito.page({ Limit: 1 });
  await expect(cognito.page({ PaginationToken, Filter: 'email ^= "a"' })).rejects.toMatchObject({
    name: 'InvalidParameterException',
  });
});
