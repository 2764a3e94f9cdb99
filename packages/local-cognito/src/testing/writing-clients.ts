import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';

export const groupName = 'members';
const password = 'Passw0rd!';

/** The AWS SDK's client, without retries. */
export function sdkFor(endpoint: string) {
  return new CognitoIdentityProvider({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
}

export interface LoadedPool {
  UserPoolId: string;
  ClientId: string;
}

/** A pool with a group and an app client, for {@link writeUntilGone}. */
export async function createLoadedPool(api: CognitoIdentityProvider): Promise<LoadedPool> {
  const { UserPool } = await api.createUserPool({ PoolName: 'p' });
  const UserPoolId = UserPool?.Id ?? '';
  await api.createGroup({ UserPoolId, GroupName: groupName });
  const { UserPoolClient } = await api.createUserPoolClient({
    UserPoolId,
    ClientName: 'web',
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  });
  return { UserPoolId, ClientId: UserPoolClient?.ClientId ?? '' };
}

/** What the server said it had done for one user. */
export interface Acknowledged {
  /** The answer to the last request has not come. */
  isUncertain: boolean;
  name?: 'first' | 'second';
  isMember?: true;
  refreshToken?: string;
  isDeleted?: true;
}

/** Creates, changes, signs in and deletes users, one after another, until the server is gone. */
export async function writeUntilGone(
  api: CognitoIdentityProvider,
  { UserPoolId, ClientId }: LoadedPool,
  prefix: string,
  known: Map<string, Acknowledged>,
): Promise<void> {
  for (let index = 0; ; index += 1) {
    const key = { UserPoolId, Username: `${prefix}-${index}` };
    const state: Acknowledged = { isUncertain: true };
    known.set(key.Username, state);
    const named = (Value: string) => ({ ...key, UserAttributes: [{ Name: 'name', Value }] });
    const step = async <T>(request: Promise<T>, after: (answer: T) => Partial<Acknowledged>) => {
      state.isUncertain = true;
      Object.assign(state, after(await request), { isUncertain: false });
    };
    const signIn = () =>
      api.initiateAuth({
        ClientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: key.Username, PASSWORD: password },
      });
    try {
      await step(api.adminCreateUser({ ...named('first'), MessageAction: 'SUPPRESS' }), () => ({
        name: 'first',
      }));
      if (index % 4 === 0) continue;
      await step(api.adminUpdateUserAttributes(named('second')), () => ({ name: 'second' }));
      await step(api.adminAddUserToGroup({ ...key, GroupName: groupName }), () => ({ isMember: true }));
      if (index % 4 === 1) continue;
      await step(api.adminSetUserPassword({ ...key, Password: password, Permanent: true }), () => ({}));
      await step(signIn(), ({ AuthenticationResult }) => ({
        refreshToken: AuthenticationResult?.RefreshToken ?? '',
      }));
      if (index % 4 === 2) continue;
      await step(api.adminDeleteUser(key), () => ({ isDeleted: true }));
    } catch {
      return;
    }
  }
}
