import {
  AdminAddUserToGroupCommand,
  AssociateSoftwareTokenCommand,
  CreateGroupCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { Secret, TOTP } from 'otpauth';
import type { RequestLogEntry } from '../request-log.ts';
import { password, startTenantPool } from '../testing/tenant-pool.ts';
import type { Generator } from './generate-input.ts';

/** A server with a pool that has a little of everything, and a way back to how it was. */
export async function startFuzzTarget() {
  const faults: RequestLogEntry[] = [];
  const tenant = await startTenantPool({
    logger: (entry) => {
      if (entry.fault !== undefined || entry.status >= 500) faults.push(entry);
    },
    mfa: 'OPTIONAL',
    pool: {
      AliasAttributes: ['email', 'preferred_username'],
      AutoVerifiedAttributes: ['email'],
      Schema: [{ Name: 'plan', AttributeDataType: 'String', Mutable: true }],
      DeviceConfiguration: { ChallengeRequiredOnNewDevice: true },
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'WEB_AUTHN'] } },
    },
    appClient: {
      ExplicitAuthFlows: [
        'ALLOW_USER_AUTH',
        'ALLOW_USER_PASSWORD_AUTH',
        'ALLOW_ADMIN_USER_PASSWORD_AUTH',
        'ALLOW_USER_SRP_AUTH',
        'ALLOW_REFRESH_TOKEN_AUTH',
        'ALLOW_CUSTOM_AUTH',
      ],
    },
  });
  const { send, userPoolId, clientId, server } = tenant;
  const attributes = { email: 'alice@example.com', email_verified: 'true', 'custom:plan': 'pro' };
  await tenant.addUser('alice', { attributes });
  await tenant.addUser('bob');
  await tenant.addUser('temp', { temporary: true });
  await send(new CreateGroupCommand({ UserPoolId: userPoolId, GroupName: 'admins', Precedence: 1 }));
  await send(
    new AdminAddUserToGroupCommand({ UserPoolId: userPoolId, Username: 'alice', GroupName: 'admins' }),
  );
  const secretClient = await tenant.addClient({ GenerateSecret: true });

  const { AuthenticationResult: bob } = await tenant.signIn('bob');
  const { SecretCode = '' } = await send(
    new AssociateSoftwareTokenCommand({ AccessToken: bob?.AccessToken }),
  );
  const UserCode = new TOTP({ secret: Secret.fromBase32(SecretCode) }).generate();
  await send(new VerifySoftwareTokenCommand({ AccessToken: bob?.AccessToken, UserCode }));
  const { AuthenticationResult: alice } = await tenant.signIn('alice');
  const { Session } = await tenant.signIn('temp');
  const document = await server.exportPool(userPoolId, { secrets: true });

  const known: Generator['known'] = {
    UserPoolId: [userPoolId],
    ClientId: [clientId, clientId, secretClient.clientId],
    Username: ['alice', 'bob', 'temp', 'new-user', 'alice@example.com'],
    USERNAME: ['alice', 'bob', 'temp', 'nobody', 'alice@example.com'],
    Password: [password, 'Another-horse-2'],
    PASSWORD: [password, password, 'Wrong-horse-1'],
    NEW_PASSWORD: ['Another-horse-2'],
    ProposedPassword: ['Another-horse-2'],
    PreviousPassword: [password],
    TemporaryPassword: ['Another-horse-2'],
    AccessToken: [alice?.AccessToken, bob?.AccessToken, alice?.IdToken],
    RefreshToken: [alice?.RefreshToken],
    REFRESH_TOKEN: [alice?.RefreshToken],
    Token: [alice?.RefreshToken, alice?.AccessToken],
    Session: [Session],
    AuthFlow: [
      'USER_PASSWORD_AUTH',
      'USER_SRP_AUTH',
      'USER_AUTH',
      'REFRESH_TOKEN_AUTH',
      'ADMIN_USER_PASSWORD_AUTH',
    ],
    ChallengeName: [
      'NEW_PASSWORD_REQUIRED',
      'NEW_PASSWORD_REQUIRED',
      'SOFTWARE_TOKEN_MFA',
      'SELECT_CHALLENGE',
    ],
    ClientSecret: [secretClient.clientSecret],
    Secret: [secretClient.clientSecret],
    SECRET_HASH: ['a'.repeat(44)],
    SRP_A: ['abcdef0123456789'.repeat(48), '0', 'ff'.repeat(384)],
    ANSWER: ['EMAIL_OTP', 'SOFTWARE_TOKEN_MFA', 'yes'],
    PREFERRED_CHALLENGE: ['PASSWORD', 'PASSWORD_SRP', 'EMAIL_OTP', 'WEB_AUTHN'],
    GroupName: ['admins', 'new-group'],
    Identifier: ['https://api.example.com'],
    ResourceArn: [document.pool.pool.Arn],
    Name: ['email', 'name', 'custom:plan', 'phone_number', 'email_verified', 'sub', 'nickname'],
    Value: ['carol@example.com', 'true', '+491701234567', 'x'],
    AttributeName: ['email', 'phone_number'],
    UserAttributeNames: [['name'], ['email', 'custom:plan']],
    ConfirmationCode: ['123456'],
    UserCode: ['123456', UserCode],
    Filter: ['username ^= "a"', 'email = "alice@example.com"', 'status = "Enabled"'],
    PaginationToken: ['WyJhIl0', 'abc'],
    NextToken: ['WyJhIl0', 'abc'],
    ProviderName: ['Example', 'COGNITO'],
    Domain: ['acme-fuzz'],
    DeviceKey: ['us-east-1_00000000-0000-4000-8000-000000000000'],
    '<map>': [
      'USERNAME',
      'PASSWORD',
      'SECRET_HASH',
      'SRP_A',
      'REFRESH_TOKEN',
      'ANSWER',
      'NEW_PASSWORD',
      'PREFERRED_CHALLENGE',
      'DEVICE_KEY',
      'client_id',
    ],
  };
  /** The pool as it was. Its sign-ins in progress are gone: `withSignIns` begins new ones. */
  const restore = async (withSignIns: boolean) => {
    await server.importPool(document, { replace: true });
    if (!withSignIns) return;
    const { AuthenticationResult } = await tenant.signIn('alice');
    const RefreshToken = AuthenticationResult?.RefreshToken;
    Object.assign(known, {
      RefreshToken: [RefreshToken],
      REFRESH_TOKEN: [RefreshToken],
      Token: [RefreshToken],
    });
    known.Session = [(await tenant.signIn('temp')).Session];
  };
  return { ...tenant, faults, known, restore };
}
