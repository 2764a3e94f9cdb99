import {
  AdminInitiateAuthCommand,
  ChangePasswordCommand,
  GetUserCommand,
  UpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import {
  claimsOf,
  createTestClock,
  password,
  startTenantPool,
  type TenantPoolOptions,
} from '../testing/tenant-pool.ts';

async function startSignedIn(options: TenantPoolOptions = {}) {
  const testClock = createTestClock();
  const tenant = await startTenantPool({ clock: testClock.clock, ...options });
  const sub = await tenant.addUser('alex', {
    attributes: { email: 'alex@example.com', email_verified: 'true', name: 'Alex' },
  });
  const { AuthenticationResult } = await tenant.signIn('alex');
  const { AccessToken = '', IdToken = '' } = AuthenticationResult ?? {};
  const getUser = (token = AccessToken) => tenant.send(new GetUserCommand({ AccessToken: token }));
  const update = (UserAttributes: { Name: string; Value: string }[]) =>
    tenant.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes }));
  return { ...tenant, ...testClock, sub, AccessToken, IdToken, getUser, update };
}

const attributesOf = (user: {
  UserAttributes?: { Name?: string | undefined; Value?: string | undefined }[] | undefined;
}) => Object.fromEntries((user.UserAttributes ?? []).map(({ Name, Value }) => [Name, Value]));

describe('a signed-in user', () => {
  it('sees what the client may read, in GetUser and in the ID token', async () => {
    await using tenant = await startSignedIn({ appClient: { ReadAttributes: ['email', 'email_verified'] } });
    const user = await tenant.getUser();
    expect(user.Username).toBe('alex');
    expect(attributesOf(user)).toEqual({
      sub: tenant.sub,
      email: 'alex@example.com',
      email_verified: 'true',
    });
    expect(claimsOf(tenant.IdToken)).toMatchObject({ email: 'alex@example.com', email_verified: true });
    expect(claimsOf(tenant.IdToken)).not.toHaveProperty('name');
  });

  it('writes what the client may write, and never that an address is verified', async () => {
    await using tenant = await startSignedIn({
      pool: { Schema: [{ Name: 'tenant_id', AttributeDataType: 'String', Mutable: true }] },
      appClient: { WriteAttributes: ['email', 'name'] },
    });
    const unauthorized = {
      name: 'NotAuthorizedException',
      message: 'A client attempted to write unauthorized attribute',
    };
    for (const Name of ['custom:tenant_id', 'email_verified', 'sub', 'identities', 'nickname']) {
      await expect(tenant.update([{ Name, Value: 'true' }])).rejects.toMatchObject(unauthorized);
    }
    await tenant.update([{ Name: 'name', Value: 'Alexandra' }]);
    expect(attributesOf(await tenant.getUser())).toMatchObject({ name: 'Alexandra', email_verified: 'true' });
    await tenant.update([{ Name: 'email', Value: 'other@example.com' }]);
    expect(attributesOf(await tenant.getUser())).toMatchObject({
      email: 'other@example.com',
      email_verified: 'false',
    });
  });

  it('writes any attribute at a client without a list, but those that prove something', async () => {
    await using tenant = await startSignedIn();
    await tenant.update([{ Name: 'nickname', Value: 'Lex' }]);
    for (const Name of ['email_verified', 'phone_number_verified', 'sub', 'identities']) {
      await expect(tenant.update([{ Name, Value: 'true' }])).rejects.toMatchObject({
        message: 'A client attempted to write unauthorized attribute',
      });
    }
  });

  it('changes the password with the old one, under the policy and the lock', async () => {
    await using tenant = await startSignedIn();
    const change = (PreviousPassword: string, ProposedPassword: string) =>
      tenant.send(
        new ChangePasswordCommand({ AccessToken: tenant.AccessToken, PreviousPassword, ProposedPassword }),
      );
    await expect(change(password, 'short')).rejects.toMatchObject({ name: 'InvalidPasswordException' });
    await change(password, 'Battery-staple-2');
    await expect(tenant.signIn('alex', password)).rejects.toThrow('Incorrect username or password.');
    expect((await tenant.signIn('alex', 'Battery-staple-2')).AuthenticationResult).toBeDefined();
    for (let attempt = 0; attempt < 5; attempt++) {
      await expect(change('Wrong-horse-1', 'Battery-staple-3')).rejects.toThrow(
        'Incorrect username or password.',
      );
    }
    await expect(change('Battery-staple-2', 'Battery-staple-3')).rejects.toThrow(
      'Password attempts exceeded',
    );
  });

  it('changes the password five times an hour', async () => {
    await using tenant = await startSignedIn();
    const passwords = [password, ...Array.from({ length: 6 }, (_, index) => `Battery-staple-${index}`)];
    const change = (index: number) =>
      tenant.send(
        new ChangePasswordCommand({
          AccessToken: tenant.AccessToken,
          PreviousPassword: passwords[index],
          ProposedPassword: passwords[index + 1],
        }),
      );
    for (let index = 0; index < 5; index++) await change(index);
    await expect(change(5)).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'Attempt limit exceeded, please try after some time.',
    });
  });

  it('needs an access token that is whole, ours and alive', async () => {
    await using tenant = await startSignedIn();
    await using other = await startSignedIn();
    const invalid = { name: 'NotAuthorizedException', message: 'Invalid Access Token' };
    const [header = '', claims = '', signature = ''] = tenant.AccessToken.split('.');
    const forged = Buffer.from(JSON.stringify({ ...claimsOf(tenant.AccessToken), username: 'eve' })).toString(
      'base64url',
    );
    const unsigned = Buffer.from('{"alg":"none"}').toString('base64url');
    for (const token of [
      tenant.IdToken,
      other.AccessToken,
      `${header}.${forged}.${signature}`,
      `${unsigned}.${claims}.x`,
      `${header}.${claims}`,
      'nonsense',
    ]) {
      await expect(tenant.getUser(token)).rejects.toMatchObject(invalid);
    }
    tenant.advance(3600_000);
    await expect(tenant.getUser()).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Access Token has expired',
    });
  });

  it('holds tokens that live as long as the client says', async () => {
    await using tenant = await startTenantPool({
      appClient: {
        AccessTokenValidity: 15,
        IdTokenValidity: 2,
        TokenValidityUnits: { AccessToken: 'minutes' },
      },
    });
    await tenant.addUser('alex');
    const { AuthenticationResult: tokens } = await tenant.send(
      new AdminInitiateAuthCommand({
        UserPoolId: tenant.userPoolId,
        ClientId: tenant.clientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'alex', PASSWORD: password },
      }),
    );
    const [access, id] = [claimsOf(tokens?.AccessToken), claimsOf(tokens?.IdToken)];
    expect(tokens?.ExpiresIn).toBe(900);
    expect(Number(access.exp) - Number(access.iat)).toBe(900);
    expect(Number(id.exp) - Number(id.iat)).toBe(7200);
  });
});
