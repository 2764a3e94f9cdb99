import {
  CreateTermsCommand,
  type CreateTermsCommandInput,
  DeleteTermsCommand,
  DescribeTermsByClientCommand,
  DescribeTermsCommand,
  ListTermsCommand,
  UpdateTermsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { startTenantPool } from '../testing/tenant-pool.ts';

const Links = { 'cognito:default': 'https://acme.example/terms' };

async function startWithClient() {
  const tenant = await startTenantPool();
  const UserPoolId = tenant.userPoolId;
  const create = async (input: Partial<CreateTermsCommandInput> = {}) => {
    const command = new CreateTermsCommand({
      UserPoolId,
      ClientId: tenant.clientId,
      TermsName: 'terms-of-use',
      TermsSource: 'LINK',
      Enforcement: 'NONE',
      Links,
      ...input,
    });
    return (await tenant.send(command)).Terms;
  };
  return { ...tenant, UserPoolId, create };
}

describe('terms documents', () => {
  it('are created, found by id and by client, changed and deleted', async () => {
    await using tenant = await startWithClient();
    const { UserPoolId, clientId: ClientId } = tenant;
    const terms = await tenant.create();
    expect(terms).toMatchObject({ UserPoolId, ClientId, TermsName: 'terms-of-use', Links });
    const key = { UserPoolId, TermsId: terms?.TermsId };
    expect((await tenant.send(new DescribeTermsCommand(key))).Terms).toEqual(terms);
    const byClient = new DescribeTermsByClientCommand({ UserPoolId, ClientId, TermsName: 'terms-of-use' });
    expect((await tenant.send(byClient)).Terms).toEqual(terms);

    const german = { ...Links, 'cognito:german': 'https://acme.example/agb' };
    const updated = await tenant.send(new UpdateTermsCommand({ ...key, Links: german }));
    expect(updated.Terms).toMatchObject({ TermsName: 'terms-of-use', Links: german });
    await tenant.send(new DeleteTermsCommand(key));
    await expect(tenant.send(byClient)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('are one of each kind per client, and listed in pages', async () => {
    await using tenant = await startWithClient();
    const { UserPoolId } = tenant;
    await tenant.create();
    await expect(tenant.create()).rejects.toMatchObject({ name: 'TermsExistsException' });
    const policy = await tenant.create({ TermsName: 'privacy-policy' });
    await expect(
      tenant.send(
        new UpdateTermsCommand({ UserPoolId, TermsId: policy?.TermsId, TermsName: 'terms-of-use' }),
      ),
    ).rejects.toMatchObject({ name: 'TermsExistsException' });
    const first = await tenant.send(new ListTermsCommand({ UserPoolId, MaxResults: 1 }));
    const { NextToken } = first;
    const rest = await tenant.send(new ListTermsCommand({ UserPoolId, MaxResults: 1, NextToken }));
    const names = [...(first.Terms ?? []), ...(rest.Terms ?? [])].map(({ TermsName }) => TermsName);
    expect(names.sort()).toEqual(['privacy-policy', 'terms-of-use']);
  });

  it.each<[string, Partial<CreateTermsCommandInput>]>([
    ['another name', { TermsName: 'cookies' }],
    ['an unknown language', { Links: { 'cognito:latin': 'https://acme.example' } }],
    ['a link that is none', { Links: { 'cognito:default': 'acme' } }],
  ])('are refused with %s', async (_what, input) => {
    await using tenant = await startWithClient();
    await expect(tenant.create(input)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});
