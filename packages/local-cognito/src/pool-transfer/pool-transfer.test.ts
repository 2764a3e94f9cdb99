import {
  AdminAddUserToGroupCommand,
  AdminListGroupsForUserCommand,
  CreateGroupCommand,
  DescribeUserPoolClientCommand,
  ForgotPasswordCommand,
  GetUserCommand,
  InitiateAuthCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, it } from 'vitest';
import { startWithSdk } from '../testing/sdk.ts';
import { password, startTenantPool } from '../testing/tenant-pool.ts';

const read = (response: Response) => response.json() as Promise<Record<string, string>>;

async function startSample() {
  const tenant = await startTenantPool({
    pool: {
      AliasAttributes: ['email'],
      Schema: [{ Name: 'plan', AttributeDataType: 'String', Mutable: true }],
    },
  });
  const { clientId, clientSecret } = await tenant.addClient({ GenerateSecret: true });
  await tenant.addUser('alice', { attributes: { email: 'alice@example.com', 'custom:plan': 'pro' } });
  await tenant.addUser('bob');
  await tenant.addUser('carol', { attributes: { email: 'carol@example.com', email_verified: 'true' } });
  const UserPoolId = tenant.userPoolId;
  await tenant.send(new CreateGroupCommand({ UserPoolId, GroupName: 'admins' }));
  await tenant.send(new AdminAddUserToGroupCommand({ UserPoolId, Username: 'alice', GroupName: 'admins' }));
  await tenant.send(new ForgotPasswordCommand({ ClientId: tenant.clientId, Username: 'carol' }));
  const [message] = tenant.server.messages({ to: 'carol@example.com' });
  return Object.assign(tenant, { code: message?.code ?? '', secretClient: { clientId, clientSecret } });
}

it('moves a pool with its secrets to another server, where passwords and tokens still work', async () => {
  await using tenant = await startSample();
  const { AuthenticationResult } = await tenant.signIn('alice');
  const document = await tenant.server.exportPool(tenant.userPoolId, { secrets: true });

  await using other = await startWithSdk({ issuerBase: tenant.server.endpoint });
  await other.server.importPool(JSON.parse(JSON.stringify(document)));
  const UserPoolId = tenant.userPoolId;
  const signedIn = await other.send(
    new InitiateAuthCommand({
      ClientId: tenant.clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'alice', PASSWORD: password },
    }),
  );
  expect(signedIn.AuthenticationResult?.AccessToken).toMatch(/^eyJ/);
  const user = await other.send(new GetUserCommand({ AccessToken: AuthenticationResult?.AccessToken }));
  expect(user.UserAttributes).toContainEqual({ Name: 'custom:plan', Value: 'pro' });
  const { Groups } = await other.send(new AdminListGroupsForUserCommand({ UserPoolId, Username: 'alice' }));
  expect(Groups?.map(({ GroupName }) => GroupName)).toEqual(['admins']);
  const { clientId: ClientId, clientSecret } = tenant.secretClient;
  const { UserPoolClient } = await other.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
  expect(UserPoolClient?.ClientSecret).toBe(clientSecret);
  expect(await other.server.exportPool(UserPoolId, { secrets: true })).toEqual(document);
});

it('leaves out everything secret unless asked', async () => {
  await using tenant = await startSample();
  const text = JSON.stringify(await tenant.server.exportPool(tenant.userPoolId));
  const full = await tenant.server.exportPool(tenant.userPoolId, { secrets: true });
  const { clientSecret } = tenant.secretClient;
  expect(tenant.code).toMatch(/^\d{6}$/);
  const secrets = full.documents.filter(({ document }) => JSON.stringify(document).includes(tenant.code));
  expect(secrets).toHaveLength(1);
  expect(text).not.toContain(`"${tenant.code}"`);
  expect(JSON.stringify(full)).toContain(clientSecret);
  expect(text).not.toContain(clientSecret);
  expect(text).not.toMatch(/verifier|salt|PRIVATE KEY|totp/i);
  expect(text).toContain('alice@example.com');
  expect(text).toContain('admins');
});

it('answers the same document for the same pool', async () => {
  await using tenant = await startSample();
  const first = JSON.stringify(await tenant.server.exportPool(tenant.userPoolId, { secrets: true }));
  expect(JSON.stringify(await tenant.server.exportPool(tenant.userPoolId, { secrets: true }))).toBe(first);
});

it('replaces a pool only when told to, and all of it', async () => {
  await using tenant = await startSample();
  const document = await tenant.server.exportPool(tenant.userPoolId, { secrets: true });
  await tenant.addUser('dave');
  await expect(tenant.server.importPool(document)).rejects.toThrow('exists: import it with replace: true');
  await tenant.server.importPool(document, { replace: true });
  const { Users } = await tenant.send(new ListUsersCommand({ UserPoolId: tenant.userPoolId }));
  expect(Users?.map(({ Username }) => Username)).toEqual(['alice', 'bob', 'carol']);
  expect((await tenant.signIn('alice')).AuthenticationResult?.AccessToken).toMatch(/^eyJ/);
});

it('keeps the pool it has when an import fails half-way', async () => {
  await using tenant = await startSample();
  const document = await tenant.server.exportPool(tenant.userPoolId, { secrets: true });
  const [alice] = document.users;
  if (!alice) throw new Error('no users were exported');
  const broken = { ...document, users: [...document.users, { ...alice, sub: crypto.randomUUID() }] };
  await expect(tenant.server.importPool(broken, { replace: true })).rejects.toThrow(
    'User alice: another user of the document has the sign-in name alice.',
  );
  const { Users } = await tenant.send(new ListUsersCommand({ UserPoolId: tenant.userPoolId }));
  expect(Users).toHaveLength(3);
  expect((await tenant.signIn('alice')).AuthenticationResult?.AccessToken).toMatch(/^eyJ/);
});

it('does not take an app client from another pool', async () => {
  await using tenant = await startSample();
  const document = await tenant.server.exportPool(tenant.userPoolId, { secrets: true });
  const stolen = { ...document, pool: { ...document.pool, id: 'us-east-1_other' } };
  await expect(tenant.server.importPool(stolen)).rejects.toThrow('belongs to another user pool');
});

it('is served over HTTP', async () => {
  await using tenant = await startSample();
  const url = `${tenant.server.endpoint}/_local/pools/${tenant.userPoolId}`;
  const exported = await fetch(`${url}?secrets=true`);
  expect(exported.headers.get('access-control-allow-origin')).toBeNull();
  const body = await exported.text();
  expect(await (await fetch(url)).text()).not.toContain('PRIVATE KEY');
  await using other = await startWithSdk();
  const target = `${other.server.endpoint}/_local/pools/`;
  const put = (path: string, content: string) => fetch(target + path, { method: 'PUT', body: content });
  expect((await put(tenant.userPoolId, body)).status).toBe(200);
  expect((await put(tenant.userPoolId, body)).status).toBe(200);
  expect(await (await fetch(`${target}${tenant.userPoolId}?secrets=true`)).text()).toBe(body);

  expect((await fetch(`${target}us-east-1_none`)).status).toBe(404);
  const wrongId = await put('us-east-1_other', body);
  expect(wrongId.status).toBe(400);
  expect((await read(wrongId)).message).toContain('expected us-east-1_other');
  const wrongShape = await put(tenant.userPoolId, '{"format":"local-cognito/pool"}');
  expect(wrongShape.status).toBe(400);
  expect((await read(wrongShape)).message).toContain('users: ');
  expect((await put(tenant.userPoolId, '{')).status).toBe(400);
});
