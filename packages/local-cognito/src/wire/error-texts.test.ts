import {
  AdminAddUserToGroupCommand,
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  AssociateSoftwareTokenCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  CreateGroupCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  CreateUserPoolDomainCommand,
  DeleteUserPoolCommand,
  DescribeUserPoolCommand,
  ForgotPasswordCommand,
  GetDeviceCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  type InitiateAuthCommandInput,
  ResendConfirmationCodeCommand,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
  SetUserMFAPreferenceCommand,
  SignUpCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestClock, password, startTenantPool } from '../testing/tenant-pool.ts';

type Tenant = Awaited<ReturnType<typeof startErrorPool>>;

/** A pool with somebody in every state. */
async function startErrorPool() {
  const testClock = createTestClock();
  const tenant = await startTenantPool({
    clock: testClock.clock,
    mfa: 'OPTIONAL',
    pool: {
      AliasAttributes: ['email'],
      AutoVerifiedAttributes: ['email'],
      Schema: [
        { Name: 'nickname', Required: false, Mutable: true },
        { Name: 'fixed', AttributeDataType: 'String', Mutable: false },
      ],
      Policies: { PasswordPolicy: { TemporaryPasswordValidityDays: 1 } },
    },
    appClient: {
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_CUSTOM_AUTH'],
      WriteAttributes: ['email', 'nickname'],
    },
  });
  const { send, clientId: ClientId, userPoolId: UserPoolId } = tenant;
  const user = (Username: string) => ({ UserPoolId, Username });
  const signUp = (Username: string, more: object = {}) =>
    send(new SignUpCommand({ ClientId, Username, Password: password, ...more }));
  await tenant.addUser('alex', { attributes: { email: 'alex@example.com', email_verified: 'true' } });
  await tenant.addUser('addressless');
  await tenant.addUser('temporary', { temporary: true });
  await tenant.addUser('disabled');
  await send(new AdminDisableUserCommand(user('disabled')));
  await tenant.addUser('reset', { attributes: { email: 'reset@example.com', email_verified: 'true' } });
  await send(new AdminResetUserPasswordCommand(user('reset')));
  for (const name of ['locked', 'signed-out', 'revoked']) await tenant.addUser(name);
  await signUp('unconfirmed', {
    UserAttributes: [{ Name: 'email', Value: 'alex@example.com' }],
  });
  await send(new CreateGroupCommand({ UserPoolId, GroupName: 'staff' }));
  const { AuthenticationResult } = await tenant.signIn('alex');
  const secretClient = await tenant.addClient({ GenerateSecret: true });
  const initiate = (AuthFlow: InitiateAuthCommandInput['AuthFlow'], AuthParameters: Record<string, string>) =>
    send(new InitiateAuthCommand({ ClientId, AuthFlow, AuthParameters }));
  const codeFor = (to: string) => tenant.server.messages({ to }).at(-1)?.code ?? '';
  const AccessToken = AuthenticationResult?.AccessToken ?? '';
  return {
    ...tenant,
    ...testClock,
    ClientId,
    UserPoolId,
    AccessToken,
    secretClient,
    user,
    signUp,
    initiate,
    codeFor,
  };
}

/** Situation, what is done, type without `Exception`, message. Cognito's texts, as seen in AWS documents and reports. */
const errors: [string, (tenant: Tenant) => Promise<unknown>, string, string][] = [
  ['wrong password', (t) => t.signIn('alex', 'x'), 'NotAuthorized', 'Incorrect username or password.'],
  ['unknown user', (t) => t.signIn('nobody'), 'UserNotFound', 'User does not exist.'],
  [
    'unknown user, by an administrator',
    (t) => t.send(new AdminGetUserCommand(t.user('nobody'))),
    'UserNotFound',
    'User does not exist.',
  ],
  ['unconfirmed user', (t) => t.signIn('unconfirmed'), 'UserNotConfirmed', 'User is not confirmed.'],
  ['disabled user', (t) => t.signIn('disabled'), 'NotAuthorized', 'User is disabled.'],
  [
    'locked user',
    async (t) => {
      for (let attempt = 0; attempt < 5; attempt++) await t.signIn('locked', 'x').catch(() => undefined);
      return t.signIn('locked');
    },
    'NotAuthorized',
    'Password attempts exceeded',
  ],
  [
    'password to be reset',
    (t) => t.signIn('reset'),
    'PasswordResetRequired',
    'Password reset required for the user',
  ],
  [
    'flow disabled',
    (t) => t.initiate('USER_SRP_AUTH', { USERNAME: 'alex', SRP_A: 'abc' }),
    'InvalidParameter',
    'USER_SRP_AUTH flow not enabled for this client',
  ],
  [
    'missing USERNAME',
    (t) => t.initiate('USER_PASSWORD_AUTH', { PASSWORD: 'x' }),
    'InvalidParameter',
    'Missing required parameter USERNAME',
  ],
  [
    'missing PASSWORD',
    (t) => t.initiate('USER_PASSWORD_AUTH', { USERNAME: 'alex' }),
    'InvalidParameter',
    'Missing required parameter PASSWORD',
  ],
  [
    'missing REFRESH_TOKEN',
    (t) => t.initiate('REFRESH_TOKEN_AUTH', {}),
    'InvalidParameter',
    'Missing required parameter REFRESH_TOKEN',
  ],
  [
    'unknown client',
    (t) => t.send(new ForgotPasswordCommand({ ClientId: 'nothing', Username: 'alex' })),
    'ResourceNotFound',
    'User pool client nothing does not exist.',
  ],
  [
    'unknown pool',
    (t) => t.send(new DescribeUserPoolCommand({ UserPoolId: 'us-east-1_nothing00' })),
    'ResourceNotFound',
    'User pool us-east-1_nothing00 does not exist.',
  ],
  [
    'no user of this client',
    (t) => t.send(new ForgotPasswordCommand({ ClientId: t.ClientId, Username: 'nobody' })),
    'UserNotFound',
    'Username/client id combination not found.',
  ],
  [
    'custom authentication without functions',
    (t) => t.initiate('CUSTOM_AUTH', { USERNAME: 'alex' }),
    'InvalidParameter',
    'Custom auth lambda trigger is not configured for the user pool.',
  ],
  [
    'made-up session',
    (t) =>
      t.send(
        new RespondToAuthChallengeCommand({
          ClientId: t.ClientId,
          ChallengeName: 'NEW_PASSWORD_REQUIRED',
          Session: 'x'.repeat(40),
          ChallengeResponses: { USERNAME: 'alex', NEW_PASSWORD: password },
        }),
      ),
    'NotAuthorized',
    'Invalid session for the user.',
  ],
  [
    'used session',
    async (t) => {
      await t.addUser('invited', { temporary: true });
      const { Session } = await t.signIn('invited');
      const answer = new RespondToAuthChallengeCommand({
        ClientId: t.ClientId,
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        Session,
        ChallengeResponses: { USERNAME: 'invited', NEW_PASSWORD: password },
      });
      await t.send(answer);
      return t.send(answer);
    },
    'NotAuthorized',
    'Invalid session for the user, session can only be used once.',
  ],
  [
    'old session',
    async (t) => {
      const { Session } = await t.signIn('temporary');
      t.advance(3 * 60_000);
      return t.send(
        new RespondToAuthChallengeCommand({
          ClientId: t.ClientId,
          ChallengeName: 'NEW_PASSWORD_REQUIRED',
          Session,
          ChallengeResponses: { USERNAME: 'temporary', NEW_PASSWORD: password },
        }),
      );
    },
    'NotAuthorized',
    'Invalid session for the user, session is expired.',
  ],
  [
    'wrong sign-up code',
    (t) =>
      t.send(
        new ConfirmSignUpCommand({ ClientId: t.ClientId, Username: 'unconfirmed', ConfirmationCode: 'x' }),
      ),
    'CodeMismatch',
    'Invalid verification code provided, please try again.',
  ],
  [
    'code never requested',
    (t) =>
      t.send(
        new ConfirmForgotPasswordCommand({
          ClientId: t.ClientId,
          Username: 'alex',
          ConfirmationCode: 'x',
          Password: password,
        }),
      ),
    'ExpiredCode',
    'Invalid code provided, please request a code again.',
  ],
  [
    'too many codes',
    async (t) => {
      const input = { ClientId: t.ClientId, Username: 'unconfirmed' };
      for (let resend = 0; resend < 5; resend++) await t.send(new ResendConfirmationCodeCommand(input));
      return t.send(new ResendConfirmationCodeCommand(input));
    },
    'LimitExceeded',
    'Attempt limit exceeded, please try after some time.',
  ],
  [
    'confirming a confirmed user',
    (t) => t.send(new AdminConfirmSignUpCommand(t.user('alex'))),
    'NotAuthorized',
    'User cannot be confirmed. Current status is CONFIRMED',
  ],
  [
    'resending to a confirmed user',
    (t) => t.send(new ResendConfirmationCodeCommand({ ClientId: t.ClientId, Username: 'alex' })),
    'InvalidParameter',
    'User is already confirmed.',
  ],
  ['existing username', (t) => t.signUp('alex'), 'UsernameExists', 'User already exists'],
  [
    'existing username, by an administrator',
    (t) => t.send(new AdminCreateUserCommand(t.user('alex'))),
    'UsernameExists',
    'User account already exists',
  ],
  [
    'alias taken at confirmation',
    (t) =>
      t.send(
        new ConfirmSignUpCommand({
          ClientId: t.ClientId,
          Username: 'unconfirmed',
          ConfirmationCode: t.codeFor('alex@example.com'),
        }),
      ),
    'AliasExists',
    'An account with the email already exists.',
  ],
  [
    'username like an e-mail in an alias pool',
    (t) => t.signUp('eve@example.com'),
    'InvalidParameter',
    'Username cannot be of email format, since user pool is configured for email alias.',
  ],
  [
    'attribute the client may not write',
    (t) => t.signUp('eve', { UserAttributes: [{ Name: 'name', Value: 'Eve' }] }),
    'NotAuthorized',
    'A client attempted to write unauthorized attribute',
  ],
  [
    'unknown attribute',
    (t) =>
      t.send(
        new AdminUpdateUserAttributesCommand({
          ...t.user('alex'),
          UserAttributes: [{ Name: 'custom:x', Value: 'y' }],
        }),
      ),
    'InvalidParameter',
    'Attributes did not conform to the schema: Type for attribute {custom:x} could not be determined',
  ],
  [
    'immutable attribute',
    (t) =>
      t.send(
        new AdminUpdateUserAttributesCommand({
          ...t.user('alex'),
          UserAttributes: [{ Name: 'custom:fixed', Value: 'y' }],
        }),
      ),
    'InvalidParameter',
    'user.custom:fixed: Attribute cannot be updated.\n',
  ],
  ...(
    [
      ['Sh0rt!', 'Password not long enough'],
      ['passw0rd!', 'Password must have uppercase characters'],
      ['PASSW0RD!', 'Password must have lowercase characters'],
      ['Password!', 'Password must have numeric characters'],
      ['Passw0rdd', 'Password must have symbol characters'],
    ] as const
  ).map(([Password, rule]): (typeof errors)[number] => [
    `the password ${Password}`,
    (t) => t.send(new AdminSetUserPasswordCommand({ ...t.user('alex'), Password })),
    'InvalidPassword',
    `Password did not conform with policy: ${rule}`,
  ]),
  [
    'nothing to recover a password with',
    (t) => t.send(new ForgotPasswordCommand({ ClientId: t.ClientId, Username: 'addressless' })),
    'InvalidParameter',
    'Cannot reset password for the user as there is no registered/verified email or phone_number',
  ],
  [
    'recovery of a temporary password',
    (t) => t.send(new ForgotPasswordCommand({ ClientId: t.ClientId, Username: 'temporary' })),
    'NotAuthorized',
    'User password cannot be reset in the current state.',
  ],
  [
    'invitation of somebody who came',
    (t) => t.send(new AdminCreateUserCommand({ ...t.user('alex'), MessageAction: 'RESEND' })),
    'UnsupportedUserState',
    'Resend not possible. alex status is not FORCE_CHANGE_PASSWORD',
  ],
  [
    'bad refresh token',
    (t) => t.initiate('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: 'x' }),
    'NotAuthorized',
    'Invalid Refresh Token',
  ],
  [
    'revoked refresh token',
    async (t) => {
      const { AuthenticationResult } = await t.signIn('revoked');
      const Token = AuthenticationResult?.RefreshToken ?? '';
      await t.send(new RevokeTokenCommand({ ClientId: t.ClientId, Token }));
      return t.initiate('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: Token });
    },
    'NotAuthorized',
    'Refresh Token has been revoked',
  ],
  [
    'access token after a global sign-out',
    async (t) => {
      const { AuthenticationResult } = await t.signIn('signed-out');
      const input = { AccessToken: AuthenticationResult?.AccessToken };
      await t.send(new GlobalSignOutCommand(input));
      return t.send(new GetUserCommand(input));
    },
    'NotAuthorized',
    'Access Token has been revoked',
  ],
  [
    'bad access token',
    (t) => t.send(new GetUserCommand({ AccessToken: 'x' })),
    'NotAuthorized',
    'Invalid Access Token',
  ],
  [
    'wrong code of an authenticator app',
    async (t) => {
      await t.send(new AssociateSoftwareTokenCommand({ AccessToken: t.AccessToken }));
      return t.send(new VerifySoftwareTokenCommand({ AccessToken: t.AccessToken, UserCode: '000000' }));
    },
    'EnableSoftwareTokenMFA',
    'Code mismatch',
  ],
  [
    'software token preferred before it is verified',
    (t) =>
      t.send(
        new SetUserMFAPreferenceCommand({
          AccessToken: t.AccessToken,
          SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
        }),
      ),
    'InvalidParameter',
    'User has not verified software token mfa',
  ],
  [
    'unknown device',
    (t) =>
      t.send(
        new GetDeviceCommand({
          AccessToken: t.AccessToken,
          DeviceKey: 'us-east-1_00000000-0000-0000-0000-000000000000',
        }),
      ),
    'ResourceNotFound',
    'Device does not exist.',
  ],
  [
    'unknown group',
    (t) => t.send(new AdminAddUserToGroupCommand({ ...t.user('alex'), GroupName: 'nothing' })),
    'ResourceNotFound',
    'Group not found.',
  ],
  [
    'existing group',
    (t) => t.send(new CreateGroupCommand({ UserPoolId: t.UserPoolId, GroupName: 'staff' })),
    'GroupExists',
    'A group with the name already exists.',
  ],
  [
    'OAuth without scopes',
    (t) =>
      t.send(
        new CreateUserPoolClientCommand({
          UserPoolId: t.UserPoolId,
          ClientName: 'web',
          AllowedOAuthFlowsUserPoolClient: true,
          AllowedOAuthFlows: ['code'],
          CallbackURLs: ['https://app.example'],
        }),
      ),
    'InvalidOAuthFlow',
    'AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.',
  ],
  [
    'unknown scope',
    (t) =>
      t.send(
        new CreateUserPoolClientCommand({
          UserPoolId: t.UserPoolId,
          ClientName: 'web',
          AllowedOAuthFlowsUserPoolClient: true,
          AllowedOAuthFlows: ['code'],
          AllowedOAuthScopes: ['tasks/read'],
          CallbackURLs: ['https://app.example'],
        }),
      ),
    'ScopeDoesNotExist',
    'Invalid scope requested: tasks/read',
  ],
  [
    'unknown identity provider of a client',
    (t) =>
      t.send(
        new CreateUserPoolClientCommand({
          UserPoolId: t.UserPoolId,
          ClientName: 'web',
          SupportedIdentityProviders: ['Elsewhere'],
        }),
      ),
    'InvalidParameter',
    'The provider Elsewhere does not exist for User Pool {pool}',
  ],
  [
    'no secret hash',
    (t) =>
      t.send(
        new InitiateAuthCommand({
          ClientId: t.secretClient.clientId,
          AuthFlow: 'USER_PASSWORD_AUTH',
          AuthParameters: { USERNAME: 'alex', PASSWORD: password },
        }),
      ),
    'NotAuthorized',
    'Client {secret client} is configured with secret but SECRET_HASH was not received',
  ],
  [
    'wrong secret hash',
    (t) => t.send(new SignUpCommand({ ...signUpWithHash(t), SecretHash: 'bm8=' })),
    'NotAuthorized',
    'SecretHash does not match for the client: {secret client}',
  ],
  [
    'deletion of a protected pool',
    async (t) => {
      const { UserPool } = await t.send(
        new CreateUserPoolCommand({ PoolName: 'kept', DeletionProtection: 'ACTIVE' }),
      );
      return t.send(new DeleteUserPoolCommand({ UserPoolId: UserPool?.Id }));
    },
    'InvalidParameter',
    'The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.',
  ],
  [
    'deletion of a pool with a domain',
    async (t) => {
      const { UserPool } = await t.send(new CreateUserPoolCommand({ PoolName: 'kept' }));
      await t.send(new CreateUserPoolDomainCommand({ UserPoolId: UserPool?.Id, Domain: 'kept-domain' }));
      return t.send(new DeleteUserPoolCommand({ UserPoolId: UserPool?.Id }));
    },
    'InvalidParameter',
    'User pool cannot be deleted. It has a domain configured that should be deleted first.',
  ],
  [
    'domain of another pool',
    async (t) => {
      const { UserPool } = await t.send(new CreateUserPoolCommand({ PoolName: 'other' }));
      await t.send(new CreateUserPoolDomainCommand({ UserPoolId: UserPool?.Id, Domain: 'other-domain' }));
      return t.send(new CreateUserPoolDomainCommand({ UserPoolId: t.UserPoolId, Domain: 'other-domain' }));
    },
    'InvalidParameter',
    'Domain already associated with another user pool.',
  ],
  [
    'e-mail taken, as username',
    async (t) => {
      const pool = { PoolName: 'mail', UsernameAttributes: ['email' as const] };
      const { UserPool } = await t.send(new CreateUserPoolCommand(pool));
      const input = { UserPoolId: UserPool?.Id, Username: 'alex@example.com' };
      await t.send(new AdminCreateUserCommand(input));
      return t.send(new AdminCreateUserCommand(input));
    },
    'UsernameExists',
    'An account with the given email already exists.',
  ],
  [
    'username that is no e-mail',
    async (t) => {
      const pool = { PoolName: 'mail', UsernameAttributes: ['email' as const] };
      const { UserPool } = await t.send(new CreateUserPoolCommand(pool));
      return t.send(new AdminCreateUserCommand({ UserPoolId: UserPool?.Id, Username: 'alex' }));
    },
    'InvalidParameter',
    'Username should be an email.',
  ],
  [
    'username that is neither e-mail nor phone number',
    async (t) => {
      const pool = { PoolName: 'both', UsernameAttributes: ['email' as const, 'phone_number' as const] };
      const { UserPool } = await t.send(new CreateUserPoolCommand(pool));
      return t.send(new AdminCreateUserCommand({ UserPoolId: UserPool?.Id, Username: 'alex' }));
    },
    'InvalidParameter',
    'Username should be either an email or a phone number.',
  ],
  [
    'required attribute left out',
    async (t) => {
      const { UserPool } = await t.send(
        new CreateUserPoolCommand({ PoolName: 'named', Schema: [{ Name: 'name', Required: true }] }),
      );
      const { UserPoolClient } = await t.send(
        new CreateUserPoolClientCommand({ UserPoolId: UserPool?.Id, ClientName: 'web' }),
      );
      return t.send(
        new SignUpCommand({ ClientId: UserPoolClient?.ClientId, Username: 'eve', Password: password }),
      );
    },
    'InvalidParameter',
    'Attributes did not conform to the schema: name: The attribute is required\n',
  ],
  [
    'password used before',
    async (t) => {
      const { UserPool } = await t.send(
        new CreateUserPoolCommand({
          PoolName: 'remembers',
          Policies: { PasswordPolicy: { PasswordHistorySize: 1 } },
        }),
      );
      const user = { UserPoolId: UserPool?.Id, Username: 'alex' };
      await t.send(new AdminCreateUserCommand({ ...user, TemporaryPassword: password }));
      return t.send(new AdminSetUserPasswordCommand({ ...user, Password: password }));
    },
    'PasswordHistoryPolicyViolation',
    'Password has previously been used',
  ],
  [
    'sign-up where only administrators create users',
    async (t) => {
      const { UserPool } = await t.send(
        new CreateUserPoolCommand({
          PoolName: 'closed',
          AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
        }),
      );
      const { UserPoolClient } = await t.send(
        new CreateUserPoolClientCommand({ UserPoolId: UserPool?.Id, ClientName: 'web' }),
      );
      return t.send(
        new SignUpCommand({ ClientId: UserPoolClient?.ClientId, Username: 'eve', Password: password }),
      );
    },
    'NotAuthorized',
    'SignUp is not permitted for this user pool',
  ],
  [
    'temporary password too old',
    (t) => {
      t.advance(25 * 60 * 60 * 1000);
      return t.signIn('temporary');
    },
    'NotAuthorized',
    'Temporary password has expired and must be reset by an administrator.',
  ],
  [
    'old access token',
    (t) => t.send(new GetUserCommand({ AccessToken: t.AccessToken })),
    'NotAuthorized',
    'Access Token has expired',
  ],
];

const signUpWithHash = (t: Tenant) => ({
  ClientId: t.secretClient.clientId,
  Username: 'eve',
  Password: password,
});

describe('errors say what Cognito’s say', () => {
  let tenant: Tenant;
  beforeAll(async () => {
    tenant = await startErrorPool();
  });
  afterAll(() => tenant[Symbol.asyncDispose]());

  it.each(errors)('%s', async (_situation, run, type, text) => {
    const message = text
      .replace('{pool}', tenant.UserPoolId)
      .replace('{secret client}', tenant.secretClient.clientId);
    await expect(run(tenant)).rejects.toMatchObject({ name: `${type}Exception`, message });
  });
});
