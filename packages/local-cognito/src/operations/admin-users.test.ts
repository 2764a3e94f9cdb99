import {
  AdminCreateUserCommand,
  type AdminCreateUserCommandInput,
  AdminDeleteUserAttributesCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
  DescribeUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, it } from 'vitest';
import type { Message } from '../storage/store.ts';
import { startWithSdk } from '../testing/sdk.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

async function startWithPool(settings: Partial<CreateUserPoolCommandInput> = {}) {
  const cognito = await startWithSdk();
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'acme', ...settings }));
  const UserPoolId = UserPool?.Id;
  const { send } = cognito;
  return {
    ...cognito,
    UserPoolId,
    create: (Username: string, input: Partial<AdminCreateUserCommandInput> = {}) =>
      send(new AdminCreateUserCommand({ UserPoolId, Username, ...input })),
    get: (Username: string) => send(new AdminGetUserCommand({ UserPoolId, Username })),
    update: (Username: string, attributes: Record<string, string>) =>
      send(
        new AdminUpdateUserAttributesCommand({ UserPoolId, Username, UserAttributes: toList(attributes) }),
      ),
    setPassword: (Username: string, Password: string, Permanent = true) =>
      send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password, Permanent })),
    async messages(to = ''): Promise<Message[]> {
      const response = await fetch(`${cognito.server.endpoint}/_local/messages?to=${encodeURIComponent(to)}`);
      return (await response.json()) as Message[];
    },
  };
}

const toList = (attributes: Record<string, string>) =>
  Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));

const toRecord = (list: { Name?: string | undefined; Value?: string | undefined }[] = []) =>
  Object.fromEntries(list.map(({ Name, Value }) => [Name, Value]));

it('creates a user who must change the password, and sends the invitation', async () => {
  await using cognito = await startWithPool();
  const { User } = await cognito.create('alice', { UserAttributes: toList({ email: 'alice@example.com' }) });
  expect(User).toMatchObject({ Username: 'alice', Enabled: true, UserStatus: 'FORCE_CHANGE_PASSWORD' });
  const shown = await cognito.get('alice');
  expect(shown.UserCreateDate).toBeInstanceOf(Date);
  expect(toRecord(shown.UserAttributes)).toEqual({
    sub: expect.stringMatching(uuid),
    email: 'alice@example.com',
  });
  const [message] = await cognito.messages('alice@example.com');
  expect(message).toMatchObject({ medium: 'EMAIL', username: 'alice', subject: 'Your temporary password' });
  expect(message?.body).toMatch(/^Your username is alice and temporary password is \S{12,}\.$/);
});

it("fills the pool's own invitation, even around odd passwords", async () => {
  await using cognito = await startWithPool({
    AdminCreateUserConfig: {
      InviteMessageTemplate: { EmailSubject: 'Welcome', EmailMessage: 'Hi {username}, use {####}' },
    },
  });
  await cognito.create('alice', {
    UserAttributes: toList({ email: 'alice@example.com' }),
    TemporaryPassword: "Pa$$&$'w0rd",
  });
  expect(await cognito.messages('alice@example.com')).toMatchObject([
    { subject: 'Welcome', body: "Hi alice, use Pa$$&$'w0rd" },
  ]);
});

it('sends nothing when told to suppress it, and renews the password on RESEND', async () => {
  await using cognito = await startWithPool();
  const UserAttributes = toList({ email: 'alice@example.com' });
  await cognito.create('alice', { UserAttributes, MessageAction: 'SUPPRESS' });
  expect(await cognito.messages('alice@example.com')).toEqual([]);
  await cognito.create('alice', { MessageAction: 'RESEND' });
  expect(await cognito.messages('alice@example.com')).toHaveLength(1);
  await expect(cognito.create('bob', { MessageAction: 'RESEND' })).rejects.toMatchObject({
    name: 'UserNotFoundException',
  });
  await cognito.setPassword('alice', 'Passw0rd!');
  await expect(cognito.create('alice', { MessageAction: 'RESEND' })).rejects.toMatchObject({
    name: 'UnsupportedUserStateException',
    message: 'Resend not possible. alice status is not FORCE_CHANGE_PASSWORD',
  });
});

it('gives people who sign in with e-mail a UUID as username, and finds them by either', async () => {
  await using cognito = await startWithPool({
    UsernameAttributes: ['email'],
    UsernameConfiguration: { CaseSensitive: false },
  });
  const { User } = await cognito.create('Alice@Example.com', { MessageAction: 'SUPPRESS' });
  expect(User?.Username).toMatch(uuid);
  expect(toRecord(User?.Attributes)).toEqual({ sub: User?.Username, email: 'Alice@Example.com' });
  for (const name of ['alice@example.com', 'ALICE@EXAMPLE.COM', User?.Username ?? '']) {
    expect((await cognito.get(name)).Username).toBe(User?.Username);
  }
  await expect(cognito.create('alice@example.com')).rejects.toMatchObject({
    name: 'UsernameExistsException',
    message: 'An account with the given email already exists.',
  });
  await expect(cognito.create('alice')).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'Username should be an email.',
  });
});

it('keeps names apart by case where the pool does', async () => {
  await using cognito = await startWithPool();
  await cognito.create('alice');
  await cognito.create('Alice');
  await expect(cognito.get('ALICE')).rejects.toMatchObject({
    name: 'UserNotFoundException',
    message: 'User does not exist.',
  });
  await expect(cognito.create('alice')).rejects.toMatchObject({
    name: 'UsernameExistsException',
    message: 'User account already exists',
  });
});

it('lets a verified e-mail be an alias of one user only', async () => {
  await using cognito = await startWithPool({ AliasAttributes: ['email'] });
  const verified = toList({ email: 'a@example.com', email_verified: 'true' });
  await cognito.create('alice', { UserAttributes: verified });
  await cognito.create('bob', { UserAttributes: toList({ email: 'a@example.com' }) });
  expect((await cognito.get('a@example.com')).Username).toBe('alice');
  await expect(cognito.update('bob', { email_verified: 'true' })).rejects.toMatchObject({
    name: 'AliasExistsException',
    message: 'An account with the email already exists.',
  });
  expect(toRecord((await cognito.get('bob')).UserAttributes).email_verified).toBeUndefined();
  await expect(cognito.create('a@example.com')).rejects.toMatchObject({
    message: 'Username cannot be of email format, since user pool is configured for email alias.',
  });
  await cognito.create('carol', { UserAttributes: verified, ForceAliasCreation: true });
  expect((await cognito.get('a@example.com')).Username).toBe('carol');
  expect(toRecord((await cognito.get('alice')).UserAttributes).email_verified).toBe('false');
});

it('sets a password for good, or until the next sign-in', async () => {
  await using cognito = await startWithPool();
  await cognito.create('alice');
  await cognito.setPassword('alice', 'Passw0rd!');
  expect((await cognito.get('alice')).UserStatus).toBe('CONFIRMED');
  await cognito.setPassword('alice', 'Passw0rd!', false);
  expect((await cognito.get('alice')).UserStatus).toBe('FORCE_CHANGE_PASSWORD');
});

it.each([
  ['Sh0rt!', 'Password not long enough'],
  ['passw0rd!', 'Password must have uppercase characters'],
  ['PASSW0RD!', 'Password must have lowercase characters'],
  ['Password!', 'Password must have numeric characters'],
  ['Passw0rdd', 'Password must have symbol characters'],
])('refuses the password %s by policy', async (password, rule) => {
  await using cognito = await startWithPool();
  const refusal = {
    name: 'InvalidPasswordException',
    message: `Password did not conform with policy: ${rule}`,
  };
  await expect(cognito.create('alice', { TemporaryPassword: password })).rejects.toMatchObject(refusal);
  await expect(cognito.get('alice')).rejects.toMatchObject({ name: 'UserNotFoundException' });
  await cognito.create('alice');
  await expect(cognito.setPassword('alice', password)).rejects.toMatchObject(refusal);
  expect((await cognito.get('alice')).UserStatus).toBe('FORCE_CHANGE_PASSWORD');
});

it('refuses the last passwords again as far as the history of the pool goes', async () => {
  await using cognito = await startWithPool({ Policies: { PasswordPolicy: { PasswordHistorySize: 2 } } });
  await cognito.create('alice', { TemporaryPassword: 'Temporary1!' });
  await cognito.setPassword('alice', 'Password-1');
  await cognito.setPassword('alice', 'Password-2');
  for (const used of ['Password-2', 'Password-1']) {
    await expect(cognito.setPassword('alice', used)).rejects.toMatchObject({
      name: 'PasswordHistoryPolicyViolationException',
      message: 'Password has previously been used',
    });
  }
  await cognito.setPassword('alice', 'Temporary1!');
});

it('changes attributes, unverifies a new e-mail, and removes what is set to nothing', async () => {
  await using cognito = await startWithPool();
  await cognito.create('alice', {
    UserAttributes: toList({ email: 'old@example.com', email_verified: 'True', name: 'Alice' }),
  });
  const attributes = async () => toRecord((await cognito.get('alice')).UserAttributes);
  expect(await attributes()).toMatchObject({ email_verified: 'true' });
  await cognito.update('alice', { email: 'new@example.com', name: '' });
  expect(await attributes()).toEqual({
    sub: expect.any(String),
    email: 'new@example.com',
    email_verified: 'false',
  });
  await cognito.update('alice', { email: 'newer@example.com', email_verified: 'true' });
  expect(await attributes()).toMatchObject({ email: 'newer@example.com', email_verified: 'true' });
  await cognito.send(
    new AdminDeleteUserAttributesCommand({
      UserPoolId: cognito.UserPoolId,
      Username: 'alice',
      UserAttributeNames: ['email'],
    }),
  );
  expect(Object.keys(await attributes())).toEqual(['sub']);
});

it.each<[Record<string, string>, string]>([
  [{ email: 'nobody' }, 'Invalid email address format.'],
  [{ phone_number: '555-1234' }, 'Invalid phone number format.'],
  [
    { 'custom:unknown': 'x' },
    'Attributes did not conform to the schema: Type for attribute {custom:unknown} could not be determined',
  ],
  [
    { birthdate: '1990-01-01T00:00' },
    'Attributes did not conform to the schema: birthdate: String must be no longer than 10 characters.\n',
  ],
  [
    { 'custom:seats': 'many' },
    'Attributes did not conform to the schema: custom:seats: Value must be a number\n',
  ],
  [
    { 'custom:seats': '101' },
    'Attributes did not conform to the schema: custom:seats: Number must be no greater than 100\n',
  ],
  [
    { email_verified: 'yes' },
    'Attributes did not conform to the schema: email_verified: Value must be true or false\n',
  ],
  [{ sub: 'mine' }, 'user.sub: Attribute cannot be updated.\n'],
  [{ 'custom:tenant_id': 'globex' }, 'user.custom:tenant_id: Attribute cannot be updated.\n'],
])('refuses the attributes %j and changes nothing', async (attributes, message) => {
  await using cognito = await startWithPool({
    Schema: [
      { Name: 'tenant_id', AttributeDataType: 'String', Mutable: false },
      { Name: 'seats', AttributeDataType: 'Number', NumberAttributeConstraints: { MaxValue: '100' } },
    ],
  });
  await cognito.create('alice', { UserAttributes: toList({ 'custom:tenant_id': 'acme' }) });
  const before = await cognito.get('alice');
  await expect(cognito.update('alice', { name: 'Alice', ...attributes })).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message,
  });
  expect((await cognito.get('alice')).UserAttributes).toEqual(before.UserAttributes);
});

it('disables, enables and deletes a user, and keeps the count', async () => {
  await using cognito = await startWithPool();
  const { UserPoolId } = cognito;
  const input = { UserPoolId, Username: 'alice' };
  const count = async () =>
    (await cognito.send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool?.EstimatedNumberOfUsers;
  await cognito.create('alice');
  await cognito.create('bob');
  expect(await count()).toBe(2);
  await cognito.send(new AdminDisableUserCommand(input));
  expect((await cognito.get('alice')).Enabled).toBe(false);
  await cognito.send(new AdminEnableUserCommand(input));
  expect((await cognito.get('alice')).Enabled).toBe(true);
  await cognito.send(new AdminDeleteUserCommand(input));
  expect(await count()).toBe(1);
  await cognito.create('alice');
});

it('answers every operation on an unknown user or pool in the same words', async () => {
  await using cognito = await startWithPool();
  const commands = (UserPoolId: string | undefined) => {
    const input = { UserPoolId, Username: 'nobody' };
    return [
      new AdminGetUserCommand(input),
      new AdminDisableUserCommand(input),
      new AdminEnableUserCommand(input),
      new AdminDeleteUserCommand(input),
      new AdminUserGlobalSignOutCommand(input),
      new AdminSetUserPasswordCommand({ ...input, Password: 'Passw0rd!' }),
      new AdminUpdateUserAttributesCommand({ ...input, UserAttributes: [] }),
      new AdminDeleteUserAttributesCommand({ ...input, UserAttributeNames: [] }),
    ];
  };
  const send = cognito.send as (command: object) => Promise<unknown>;
  for (const command of commands(cognito.UserPoolId)) {
    await expect(send(command)).rejects.toMatchObject({
      name: 'UserNotFoundException',
      message: 'User does not exist.',
    });
  }
  for (const command of commands('us-east-1_missing00')) {
    await expect(send(command)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'User pool us-east-1_missing00 does not exist.',
    });
  }
});
