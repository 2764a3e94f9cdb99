import {
  AddCustomAttributesCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
  DeleteUserPoolCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  GetUserPoolMfaConfigCommand,
  ListTagsForResourceCommand,
  ListUserPoolsCommand,
  SetUserPoolMfaConfigCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, it } from 'vitest';
import { startWithSdk } from '../testing/sdk.ts';

async function startWithPool(settings: Partial<CreateUserPoolCommandInput> = {}) {
  const cognito = await startWithSdk({ accountId: '123456789012', region: 'eu-central-1' });
  const created = await cognito.send(new CreateUserPoolCommand({ PoolName: 'acme', ...settings }));
  const pool = created.UserPool;
  if (!pool?.Id || !pool.Arn) throw new Error('no pool');
  return { ...cognito, pool, id: pool.Id, arn: pool.Arn };
}

it("creates a pool with Cognito's defaults and ids", async () => {
  await using cognito = await startWithPool();
  expect(cognito.id).toMatch(/^eu-central-1_[0-9a-zA-Z]{9}$/);
  const { UserPool: shown } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: cognito.id }));
  expect(shown).toEqual(cognito.pool);
  expect(shown).toMatchObject({
    Name: 'acme',
    Arn: `arn:aws:cognito-idp:eu-central-1:123456789012:userpool/${cognito.id}`,
    Policies: {
      PasswordPolicy: {
        MinimumLength: 8,
        RequireUppercase: true,
        RequireLowercase: true,
        RequireNumbers: true,
        RequireSymbols: true,
        TemporaryPasswordValidityDays: 7,
      },
    },
    DeletionProtection: 'INACTIVE',
    MfaConfiguration: 'OFF',
    UserPoolTier: 'ESSENTIALS',
    EstimatedNumberOfUsers: 0,
  });
  expect(shown?.CreationDate).toBeInstanceOf(Date);
  expect(shown?.SchemaAttributes?.find(({ Name }) => Name === 'sub')).toMatchObject({
    Mutable: false,
    Required: true,
  });
});

it('replaces every setting on update: what is left out goes back to its default', async () => {
  await using cognito = await startWithPool({
    Policies: { PasswordPolicy: { MinimumLength: 14, RequireSymbols: false } },
    AutoVerifiedAttributes: ['email'],
    UserPoolTags: { tenant: 'acme' },
    UsernameAttributes: ['email'],
    UsernameConfiguration: { CaseSensitive: false },
    Schema: [{ Name: 'tenant_id', AttributeDataType: 'String', Mutable: false }],
  });
  await cognito.send(
    new UpdateUserPoolCommand({ UserPoolId: cognito.id, AutoVerifiedAttributes: ['email'] }),
  );
  const { UserPool: after } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: cognito.id }));
  expect(after).toMatchObject({
    Name: 'acme',
    AutoVerifiedAttributes: ['email'],
    UsernameAttributes: ['email'],
    UsernameConfiguration: { CaseSensitive: false },
    Policies: { PasswordPolicy: { MinimumLength: 8, RequireSymbols: true } },
    UserPoolTags: {},
  });
  expect(after?.SchemaAttributes?.map(({ Name }) => Name)).toContain('custom:tenant_id');
});

it('fills in only what a partial password policy leaves out', async () => {
  await using cognito = await startWithPool({ Policies: { PasswordPolicy: { MinimumLength: 12 } } });
  expect(cognito.pool.Policies?.PasswordPolicy).toMatchObject({ MinimumLength: 12, RequireSymbols: true });
});

it('deletes a pool with everything in it, unless it is protected', async () => {
  await using cognito = await startWithPool({ DeletionProtection: 'ACTIVE' });
  const { UserPoolClient: client } = await cognito.send(
    new CreateUserPoolClientCommand({ UserPoolId: cognito.id, ClientName: 'web' }),
  );
  const remove = () => cognito.send(new DeleteUserPoolCommand({ UserPoolId: cognito.id }));
  await expect(remove()).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: expect.stringContaining('deletion protection is activated'),
  });
  await cognito.send(new UpdateUserPoolCommand({ UserPoolId: cognito.id }));
  await remove();
  await expect(remove()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  const describe = new DescribeUserPoolClientCommand({ UserPoolId: cognito.id, ClientId: client?.ClientId });
  await expect(cognito.send(describe)).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: `User pool ${cognito.id} does not exist.`,
  });
});

it('lists pools page by page, each once', async () => {
  await using cognito = await startWithSdk();
  const created = new Set<string | undefined>();
  for (let index = 0; index < 5; index += 1) {
    const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: `pool-${index}` }));
    created.add(UserPool?.Id);
  }
  const seen: (string | undefined)[] = [];
  let token: string | undefined;
  do {
    const page = await cognito.send(new ListUserPoolsCommand({ MaxResults: 2, NextToken: token }));
    seen.push(...(page.UserPools ?? []).map(({ Id }) => Id));
    token = page.NextToken;
  } while (token);
  expect(seen).toHaveLength(5);
  expect(new Set(seen)).toEqual(created);
  const bad = new ListUserPoolsCommand({ MaxResults: 2, NextToken: 'made-up' });
  await expect(cognito.send(bad)).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

it('turns software token MFA on through SetUserPoolMfaConfig only', async () => {
  await using cognito = await startWithPool();
  const UserPoolId = cognito.id;
  await expect(
    cognito.send(new UpdateUserPoolCommand({ UserPoolId, MfaConfiguration: 'ON' })),
  ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  await expect(
    cognito.send(new SetUserPoolMfaConfigCommand({ UserPoolId, MfaConfiguration: 'ON' })),
  ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  await cognito.send(
    new SetUserPoolMfaConfigCommand({
      UserPoolId,
      MfaConfiguration: 'ON',
      SoftwareTokenMfaConfiguration: { Enabled: true },
    }),
  );
  const shown = await cognito.send(new GetUserPoolMfaConfigCommand({ UserPoolId }));
  expect(shown).toMatchObject({ MfaConfiguration: 'ON', SoftwareTokenMfaConfiguration: { Enabled: true } });
  const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }));
  expect(UserPool?.MfaConfiguration).toBe('ON');
  await cognito.send(new UpdateUserPoolCommand({ UserPoolId, MfaConfiguration: 'OPTIONAL' }));
  expect(await cognito.send(new GetUserPoolMfaConfigCommand({ UserPoolId }))).toMatchObject({
    MfaConfiguration: 'OPTIONAL',
    SoftwareTokenMfaConfiguration: { Enabled: true },
  });
});

it('adds custom attributes once, and never required ones', async () => {
  await using cognito = await startWithPool();
  const add = (Name: string, Required = false) =>
    cognito.send(
      new AddCustomAttributesCommand({
        UserPoolId: cognito.id,
        CustomAttributes: [{ Name, AttributeDataType: 'String', Required }],
      }),
    );
  await add('tenant_id');
  await expect(add('tenant_id')).rejects.toMatchObject({ name: 'InvalidParameterException' });
  await expect(add('needed', true)).rejects.toMatchObject({
    message: 'Required custom attributes are not supported currently.',
  });
  const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: cognito.id }));
  expect(UserPool?.SchemaAttributes?.filter(({ Name }) => Name?.startsWith('custom:'))).toMatchObject([
    { Name: 'custom:tenant_id', Mutable: true, Required: false },
  ]);
});

it('tags a pool by its ARN', async () => {
  await using cognito = await startWithPool({ UserPoolTags: { tenant: 'acme' } });
  await cognito.send(
    new TagResourceCommand({ ResourceArn: cognito.arn, Tags: { plan: 'business', tenant: 'globex' } }),
  );
  const tags = () => cognito.send(new ListTagsForResourceCommand({ ResourceArn: cognito.arn }));
  expect((await tags()).Tags).toEqual({ plan: 'business', tenant: 'globex' });
  await cognito.send(new UntagResourceCommand({ ResourceArn: cognito.arn, TagKeys: ['plan'] }));
  expect((await tags()).Tags).toEqual({ tenant: 'globex' });
  const elsewhere = cognito.arn.replace('eu-central-1:', 'us-east-1:');
  await expect(
    cognito.send(new ListTagsForResourceCommand({ ResourceArn: elsewhere })),
  ).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

it.each<[string, Partial<CreateUserPoolCommandInput>, string]>([
  [
    'aliases together with username attributes',
    { AliasAttributes: ['email'], UsernameAttributes: ['email'] },
    'InvalidParameterException',
  ],
  [
    'two functions for pre token generation',
    {
      LambdaConfig: {
        PreTokenGeneration: 'arn:aws:lambda:us-east-1:000000000000:function:one',
        PreTokenGenerationConfig: {
          LambdaVersion: 'V2_0',
          LambdaArn: 'arn:aws:lambda:us-east-1:000000000000:function:two',
        },
      },
    },
    'InvalidParameterException',
  ],
  [
    'access token claims on the LITE tier',
    {
      UserPoolTier: 'LITE',
      LambdaConfig: {
        PreTokenGenerationConfig: {
          LambdaVersion: 'V2_0',
          LambdaArn: 'arn:aws:lambda:us-east-1:000000000000:function:two',
        },
      },
    },
    'FeatureUnavailableInTierException',
  ],
  [
    'an invitation without its code',
    { AdminCreateUserConfig: { InviteMessageTemplate: { EmailMessage: 'Hello {username}' } } },
    'InvalidParameterException',
  ],
  [
    'a password shorter than Cognito allows',
    { Policies: { PasswordPolicy: { MinimumLength: 5 } } },
    'InvalidParameterException',
  ],
])('refuses a pool with %s, and makes none', async (_what, settings, error) => {
  await using cognito = await startWithSdk();
  await expect(cognito.send(new CreateUserPoolCommand({ PoolName: 'p', ...settings }))).rejects.toMatchObject(
    {
      name: error,
    },
  );
  expect((await cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }))).UserPools).toEqual([]);
});
