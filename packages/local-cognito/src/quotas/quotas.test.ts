import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
  CreateGroupCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  CreateUserPoolDomainCommand,
  DescribeUserPoolCommand,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { startWithSdk } from '../testing/sdk.ts';
import { createTestClock, startTenantPool } from '../testing/tenant-pool.ts';
import { operationNames } from '../wire/operation-names.ts';
import { categoryOf } from './categories.ts';
import { quotaSettings } from './quotas.ts';
import type { QuotaResource } from './resource-quotas.ts';
import { createTokenBuckets } from './token-bucket.ts';

const list = new ListUserPoolsCommand({ MaxResults: 1 });

it.each([...operationNames])('%s counts against a request category', (operation) => {
  expect(categoryOf(operation)).toBeTruthy();
});

it('lets 15 reads of pools a second through, then refuses until time passes', async () => {
  const { clock, advance } = createTestClock();
  await using cognito = await startWithSdk({ quotas: 'aws', clock });
  for (let call = 0; call < 15; call += 1) await cognito.send(list);
  await expect(cognito.send(list)).rejects.toMatchObject({
    name: 'TooManyRequestsException',
    message: 'Rate exceeded',
  });
  advance(1000 / 15 + 1);
  await cognito.send(list);
  await expect(cognito.send(list)).rejects.toThrow('Rate exceeded');
  advance(1000);
  for (let call = 0; call < 15; call += 1) await cognito.send(list);
  await expect(cognito.send(list)).rejects.toThrow('Rate exceeded');
});

it('counts all operations of a category together, all pools together', async () => {
  const { clock } = createTestClock();
  await using cognito = await startWithSdk({ quotas: { requestsPerSecond: { UserPoolRead: 2 } }, clock });
  const pools = [];
  for (const PoolName of ['a', 'b', 'c']) {
    pools.push((await cognito.send(new CreateUserPoolCommand({ PoolName }))).UserPool?.Id);
  }
  await cognito.send(new DescribeUserPoolCommand({ UserPoolId: pools[0] }));
  await cognito.send(new DescribeUserPoolCommand({ UserPoolId: pools[1] }));
  await expect(cognito.send(new DescribeUserPoolCommand({ UserPoolId: pools[2] }))).rejects.toThrow(
    'Rate exceeded',
  );
  await expect(cognito.send(list)).rejects.toThrow('Rate exceeded');
});

it('allows five calls a second of one operation on the clients of one pool', async () => {
  const { clock } = createTestClock();
  await using cognito = await startWithSdk({ quotas: 'aws', clock });
  const create = async (PoolName: string) =>
    (await cognito.send(new CreateUserPoolCommand({ PoolName }))).UserPool?.Id;
  const [first, second] = [await create('a'), await create('b')];
  const addClient = (UserPoolId: string | undefined) =>
    cognito.send(new CreateUserPoolClientCommand({ UserPoolId, ClientName: 'web' }));
  for (let call = 0; call < 5; call += 1) await addClient(first);
  await expect(addClient(first)).rejects.toThrow('Rate exceeded');
  await addClient(second);
});

it('allows ten reads a second of one user', async () => {
  const { clock } = createTestClock();
  await using tenant = await startTenantPool({ quotas: 'aws', clock });
  await tenant.addUser('alice');
  await tenant.addUser('bob');
  const read = (Username: string) =>
    tenant.send(new AdminGetUserCommand({ UserPoolId: tenant.userPoolId, Username }));
  for (let call = 0; call < 10; call += 1) await read('alice');
  await expect(read('alice')).rejects.toThrow('Rate exceeded');
  await read('bob');
});

it('refuses one resource more than the quota', async () => {
  await using cognito = await startWithSdk({ quotas: { resources: { userPools: 1, appClientsPerPool: 1 } } });
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'a' }));
  await expect(cognito.send(new CreateUserPoolCommand({ PoolName: 'b' }))).rejects.toMatchObject({
    name: 'LimitExceededException',
    message: 'Quota exceeded: 1 user pools are allowed.',
  });
  const addClient = () =>
    cognito.send(new CreateUserPoolClientCommand({ UserPoolId: UserPool?.Id, ClientName: 'web' }));
  await addClient();
  await expect(addClient()).rejects.toMatchObject({ name: 'LimitExceededException' });
});

it.each<[QuotaResource, string, (index: number) => object]>([
  [
    'resourceServersPerPool',
    'CreateResourceServer',
    (index) => ({ Identifier: `https://api${index}`, Name: 'api' }),
  ],
  [
    'identityProvidersPerPool',
    'CreateIdentityProvider',
    (index) => ({
      ProviderName: `Upstream${index}`,
      ProviderType: 'OIDC',
      ProviderDetails: {
        client_id: 'a',
        client_secret: 'b',
        authorize_scopes: 'openid',
        attributes_request_method: 'GET',
        oidc_issuer: 'https://idp.example.com',
        authorize_url: 'https://idp.example.com/authorize',
        token_url: 'https://idp.example.com/token',
        attributes_url: 'https://idp.example.com/userinfo',
        jwks_uri: 'https://idp.example.com/jwks',
      },
    }),
  ],
  ['usersPerPool', 'AdminCreateUser', (index) => ({ Username: `user${index}`, MessageAction: 'SUPPRESS' })],
  ['groupsPerPool', 'CreateGroup', (index) => ({ GroupName: `group${index}` })],
  [
    'customAttributesPerPool',
    'AddCustomAttributes',
    (index) => ({ CustomAttributes: [{ Name: `a${index}`, AttributeDataType: 'String' }] }),
  ],
  [
    'importJobsPerPool',
    'CreateUserImportJob',
    () => ({ JobName: 'job', CloudWatchLogsRoleArn: 'arn:aws:iam::000000000000:role/logs' }),
  ],
])('refuses with %s of one the second %s', async (resource, operation, input) => {
  await using tenant = await startTenantPool({
    quotas: { resources: { [resource]: 1 } },
    pool: { AutoVerifiedAttributes: ['email'] },
  });
  const call = async (index: number) => {
    const response = await fetch(tenant.server.endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}` },
      body: JSON.stringify({ UserPoolId: tenant.userPoolId, ...input(index) }),
    });
    return ((await response.json()) as { __type?: string }).__type ?? 'ok';
  };
  expect([await call(1), await call(2)]).toEqual(['ok', 'LimitExceededException']);
});

it('counts the groups of a user, not of the others', async () => {
  await using tenant = await startTenantPool({ quotas: { resources: { groupsPerUser: 1 } } });
  const UserPoolId = tenant.userPoolId;
  for (const name of ['alice', 'bob']) await tenant.addUser(name);
  for (const GroupName of ['a', 'b']) await tenant.send(new CreateGroupCommand({ UserPoolId, GroupName }));
  const add = (Username: string, GroupName: string) =>
    tenant.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName }));
  await add('alice', 'a');
  await add('bob', 'a');
  await expect(add('alice', 'b')).rejects.toMatchObject({ name: 'LimitExceededException' });
});

it('counts nothing when off', async () => {
  const { clock } = createTestClock();
  await using cognito = await startWithSdk({ clock });
  for (let call = 0; call < 40; call += 1) await cognito.send(list);
});

it('does not refill when the clock goes back, and never above a second’s worth', () => {
  let now = 10_000;
  const { take } = createTokenBuckets(() => now);
  const drain = () => {
    let taken = 0;
    while (take('a', 4)) taken += 1;
    return taken;
  };
  expect(drain()).toBe(4);
  now = 0;
  expect(drain()).toBe(0);
  now = 60_000;
  expect(drain()).toBe(4);
});

it.each([[{ requestsPerSecond: { UserPoolReads: 1 } }], [{ resources: { userPools: -1 } }], ['all']])(
  'refuses %j as quotas',
  (settings) => {
    expect(quotaSettings.safeParse(settings).success).toBe(false);
  },
);

describe('the e-mails of a day', () => {
  const emailQuota = {
    name: 'LimitExceededException',
    message: expect.stringMatching(/^Exceeded daily email limit for the operation or the account\./),
  };
  const invite = (tenant: Awaited<ReturnType<typeof startTenantPool>>, index: number) =>
    tenant.send(
      new AdminCreateUserCommand({
        UserPoolId: tenant.userPoolId,
        Username: `user${index}`,
        UserAttributes: [{ Name: 'email', Value: `user${index}@acme.example` }],
        DesiredDeliveryMediums: ['EMAIL'],
      }),
    );

  it('are 50, and begin anew at 09:00 UTC', async () => {
    const { clock, advance } = createTestClock(Date.UTC(2026, 2, 3, 8, 0, 0));
    await using tenant = await startTenantPool({ quotas: 'aws', clock });
    for (let index = 0; index < 50; index += 1) {
      await invite(tenant, index);
      advance(100);
    }
    await expect(invite(tenant, 50)).rejects.toMatchObject(emailQuota);
    advance(59 * 60 * 1000);
    expect(new Date(clock()).getUTCHours()).toBe(8);
    await expect(invite(tenant, 51)).rejects.toMatchObject(emailQuota);
    advance(60 * 1000);
    await invite(tenant, 52);
    expect(tenant.server.messages()).toHaveLength(51);
  });

  it('can be others, and are not counted with a sender of one’s own', async () => {
    const SourceArn = 'arn:aws:ses:us-east-1:000000000000:identity/acme.example';
    const quotas = { emailsPerDay: 1 };
    await using tenant = await startTenantPool({ quotas });
    await invite(tenant, 1);
    await expect(invite(tenant, 2)).rejects.toMatchObject(emailQuota);
    const pool = { EmailConfiguration: { EmailSendingAccount: 'DEVELOPER' as const, SourceArn } };
    await using developer = await startTenantPool({ quotas, pool });
    await invite(developer, 1);
    await invite(developer, 2);
    await using unlimited = await startTenantPool();
    for (let index = 0; index < 60; index += 1) await invite(unlimited, index);
  });
});

it('allows four custom domains in a Region, and prefix domains besides', async () => {
  const { clock, advance } = createTestClock();
  await using cognito = await startWithSdk({ quotas: 'aws', clock });
  const addDomain = async (Domain: string, CustomDomainConfig?: { CertificateArn: string }) => {
    advance(1000);
    const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: Domain }));
    await cognito.send(
      new CreateUserPoolDomainCommand({ UserPoolId: UserPool?.Id, Domain, CustomDomainConfig }),
    );
  };
  const certificate = { CertificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/one' };
  await addDomain('acme');
  for (const tenant of ['a', 'b', 'c', 'd']) await addDomain(`login.${tenant}.example`, certificate);
  await expect(addDomain('login.e.example', certificate)).rejects.toMatchObject({
    name: 'LimitExceededException',
    message: 'Quota exceeded: 4 custom domains are allowed.',
  });
  await addDomain('globex');
});
