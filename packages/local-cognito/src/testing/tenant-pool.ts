import { join } from 'node:path';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
  InitiateAuthCommand,
  SetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll } from 'vitest';
import { createIds } from '../ids.ts';
import type { LocalCognitoOptions } from '../start.ts';
import { startWithSdk } from './sdk.ts';
import { temporaryFolder } from './temporary-folder.ts';

export const password = 'Correct-horse-1';

export interface TenantPoolOptions extends LocalCognitoOptions {
  pool?: Partial<CreateUserPoolCommandInput>;
  appClient?: Partial<CreateUserPoolClientCommandInput>;
  mfa?: 'ON' | 'OPTIONAL';
}

/** Made once for all tests of a file, since making RSA keys is most of what a short test waits for. */
const keysFolder = temporaryFolder();
const signingKeys = join(keysFolder.path, 'acme.keys.json');
afterAll(() => keysFolder[Symbol.dispose]());

/** With stock keys where a seed can bring them: a server with data or quotas of its own gets its pool as on AWS. */
async function startWithPool(
  { PoolName = 'acme', ...settings }: Partial<CreateUserPoolCommandInput> = {},
  options: LocalCognitoOptions,
) {
  const { region = 'us-east-1', seed, data, quotas } = options;
  if (seed === undefined && data === undefined && quotas === undefined) {
    const id = createIds(region).newPoolId();
    const pools = [{ id, name: PoolName, settings: { ...settings }, signingKeys }];
    return { sdk: await startWithSdk({ ...options, seed: { pools } }), userPoolId: id };
  }
  const sdk = await startWithSdk(options);
  const { UserPool } = await sdk.send(new CreateUserPoolCommand({ PoolName, ...settings }));
  return { sdk, userPoolId: UserPool?.Id ?? '' };
}

/** A server with one pool, one app client that allows every flow there is, and ways to add users and sign them in. */
export async function startTenantPool({ pool, appClient, mfa, ...options }: TenantPoolOptions = {}) {
  const { sdk, userPoolId } = await startWithPool(pool, options);
  const { send } = sdk;
  if (mfa) {
    const SoftwareTokenMfaConfiguration = { Enabled: true };
    await send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId: userPoolId,
        MfaConfiguration: mfa,
        SoftwareTokenMfaConfiguration,
      }),
    );
  }
  const addClient = async (settings: Partial<CreateUserPoolClientCommandInput> = {}) => {
    const { UserPoolClient } = await send(
      new CreateUserPoolClientCommand({
        UserPoolId: userPoolId,
        ClientName: 'web',
        ExplicitAuthFlows: [
          'ALLOW_USER_PASSWORD_AUTH',
          'ALLOW_ADMIN_USER_PASSWORD_AUTH',
          'ALLOW_USER_SRP_AUTH',
          'ALLOW_REFRESH_TOKEN_AUTH',
          'ALLOW_CUSTOM_AUTH',
        ],
        ...settings,
      }),
    );
    return { clientId: UserPoolClient?.ClientId ?? '', clientSecret: UserPoolClient?.ClientSecret ?? '' };
  };
  const { clientId, clientSecret } = await addClient(appClient);

  /** Confirmed, with {@link password}; or with it as a temporary one. */
  const addUser = async (
    Username: string,
    { attributes = {}, temporary = false }: { attributes?: Record<string, string>; temporary?: boolean } = {},
  ) => {
    const { User } = await send(
      new AdminCreateUserCommand({
        UserPoolId: userPoolId,
        Username,
        MessageAction: 'SUPPRESS',
        TemporaryPassword: password,
        UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
      }),
    );
    if (!temporary) {
      await send(
        new AdminSetUserPasswordCommand({
          UserPoolId: userPoolId,
          Username,
          Password: password,
          Permanent: true,
        }),
      );
    }
    return User?.Attributes?.find(({ Name }) => Name === 'sub')?.Value ?? '';
  };

  /** USER_PASSWORD_AUTH. */
  const signIn = (USERNAME: string, PASSWORD = password, more: Record<string, string> = {}) =>
    send(
      new InitiateAuthCommand({
        ClientId: clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME, PASSWORD, ...more },
      }),
    );

  return { ...sdk, userPoolId, clientId, clientSecret, addClient, addUser, signIn };
}

/** The claims of a token, unchecked. */
export function claimsOf(token: string | undefined): Record<string, unknown> {
  return JSON.parse(Buffer.from(token?.split('.')[1] ?? '', 'base64url').toString('utf8'));
}

/** A clock that tests move. */
export function createTestClock(start = Date.UTC(2026, 2, 3, 9, 8, 7)) {
  let now = start;
  const advance = (ms: number) => {
    now += ms;
  };
  return { clock: () => now, advance };
}
