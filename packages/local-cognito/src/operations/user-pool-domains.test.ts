import {
  CreateUserPoolCommand,
  CreateUserPoolDomainCommand,
  type CreateUserPoolDomainCommandInput,
  DeleteUserPoolCommand,
  DeleteUserPoolDomainCommand,
  DescribeUserPoolCommand,
  DescribeUserPoolDomainCommand,
  UpdateUserPoolDomainCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { startWithSdk } from '../testing/sdk.ts';

const certificate = 'arn:aws:acm:us-east-1:000000000000:certificate/11111111-2222-3333-4444-555555555555';

async function startWithPool(pool: { UserPoolTier?: 'LITE' } = {}) {
  const cognito = await startWithSdk();
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'acme', ...pool }));
  const UserPoolId = UserPool?.Id ?? '';
  const create = (input: Partial<CreateUserPoolDomainCommandInput>) =>
    cognito.send(new CreateUserPoolDomainCommand({ UserPoolId, Domain: 'acme-login', ...input }));
  return { ...cognito, UserPoolId, create };
}

describe('domains', () => {
  it('of Cognito are a prefix, shown with the pool', async () => {
    await using pool = await startWithPool();
    expect(await pool.create({ ManagedLoginVersion: 2 })).toMatchObject({ ManagedLoginVersion: 2 });
    const { DomainDescription } = await pool.send(
      new DescribeUserPoolDomainCommand({ Domain: 'acme-login' }),
    );
    expect(DomainDescription).toMatchObject({
      Domain: 'acme-login',
      UserPoolId: pool.UserPoolId,
      AWSAccountId: '000000000000',
      Status: 'ACTIVE',
      ManagedLoginVersion: 2,
    });
    const { UserPool } = await pool.send(new DescribeUserPoolCommand({ UserPoolId: pool.UserPoolId }));
    expect(UserPool?.Domain).toBe('acme-login');
  });

  it('of one’s own are aliases of a CloudFront name', async () => {
    await using pool = await startWithPool();
    const own = { Domain: 'auth.example.com', CustomDomainConfig: { CertificateArn: certificate } };
    const { CloudFrontDomain } = await pool.create(own);
    expect(CloudFrontDomain).toMatch(/^d[0-9a-z]{13}\.cloudfront\.net$/);
    const update = { UserPoolId: pool.UserPoolId, ...own, ManagedLoginVersion: 2 };
    expect(await pool.send(new UpdateUserPoolDomainCommand(update))).toMatchObject({ CloudFrontDomain });
    await pool.create({});
    const { UserPool } = await pool.send(new DescribeUserPoolCommand({ UserPoolId: pool.UserPoolId }));
    expect(UserPool).toMatchObject({ Domain: 'acme-login', CustomDomain: 'auth.example.com' });
  });

  it('belong to one pool, and a pool has one of each kind', async () => {
    await using pool = await startWithPool();
    await pool.create({});
    const other = await pool.send(new CreateUserPoolCommand({ PoolName: 'globex' }));
    const taken = {
      name: 'InvalidParameterException',
      message: 'Domain already associated with another user pool.',
    };
    await expect(pool.create({ UserPoolId: other.UserPool?.Id ?? '' })).rejects.toMatchObject(taken);
    await expect(pool.create({ Domain: 'another' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    const foreign = new DeleteUserPoolDomainCommand({ UserPoolId: other.UserPool?.Id, Domain: 'acme-login' });
    await expect(pool.send(foreign)).rejects.toMatchObject({
      message: 'No such domain or user pool exists.',
    });
  });

  it.each([
    ['a reserved word', { Domain: 'my-cognito' }],
    ['dots without a certificate', { Domain: 'auth.example.com' }],
    ['a certificate without dots', { CustomDomainConfig: { CertificateArn: certificate } }],
    ['upper case', { Domain: 'Acme' }],
    [
      'a certificate of another Region',
      {
        Domain: 'auth.example.com',
        CustomDomainConfig: { CertificateArn: certificate.replace('us-east-1', 'eu-west-1') },
      },
    ],
  ])('are refused with %s', async (_what, input) => {
    await using pool = await startWithPool();
    await expect(pool.create(input)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('have no managed login in the LITE tier', async () => {
    await using pool = await startWithPool({ UserPoolTier: 'LITE' });
    await expect(pool.create({ ManagedLoginVersion: 2 })).rejects.toMatchObject({
      name: 'FeatureUnavailableInTierException',
    });
  });

  it('keep their pool from being deleted', async () => {
    await using pool = await startWithPool();
    const { UserPoolId } = pool;
    await pool.create({});
    await expect(pool.send(new DeleteUserPoolCommand({ UserPoolId }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'User pool cannot be deleted. It has a domain configured that should be deleted first.',
    });
    await pool.send(new DeleteUserPoolDomainCommand({ UserPoolId, Domain: 'acme-login' }));
    await pool.send(new DeleteUserPoolCommand({ UserPoolId }));
    const { DomainDescription } = await pool.send(
      new DescribeUserPoolDomainCommand({ Domain: 'acme-login' }),
    );
    expect(DomainDescription).toEqual({});
  });
});
