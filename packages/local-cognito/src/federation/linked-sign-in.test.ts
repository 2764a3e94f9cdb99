import {
  AdminDisableProviderForUserCommand,
  AdminLinkProviderForUserCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { claimsOf } from '../testing/tenant-pool.ts';
import { startFederatedPool } from './testing/federated-pool.ts';

type Pool = Awaited<ReturnType<typeof startFederatedPool>>;

const again = { prompt: 'login' };

const link = (pool: Pick<Pool, 'send' | 'userPoolId'>, username: string, name: string, value: string) =>
  pool.send(
    new AdminLinkProviderForUserCommand({
      UserPoolId: pool.userPoolId,
      DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: username },
      SourceUser: {
        ProviderName: 'Globex',
        ProviderAttributeName: name,
        ProviderAttributeValue: value,
      },
    }),
  );

const unlink = (pool: Pool, name: string, value: string) =>
  pool.send(
    new AdminDisableProviderForUserCommand({
      UserPoolId: pool.userPoolId,
      User: { ProviderName: 'Globex', ProviderAttributeName: name, ProviderAttributeValue: value },
    }),
  );

async function usernames(pool: Pool): Promise<unknown[]> {
  const { Users = [] } = await pool.send(new ListUsersCommand({ UserPoolId: pool.userPoolId }));
  return Users.map(({ Username }) => Username);
}

/** Who the app learns has signed in. */
async function whoSignsIn(pool: Pool, query: Record<string, string> = again): Promise<unknown> {
  const { id_token, error_description } = await pool.signIn({ response_type: 'token', ...query });
  return id_token === undefined ? error_description : claimsOf(id_token)['cognito:username'];
}

describe('a linked identity', () => {
  it('signs in the user whom an administrator linked it to', async () => {
    await using pool = await startFederatedPool();
    const sub = await pool.addUser('ada', { attributes: { email: 'ada@home.example' } });
    await link(pool, 'ada', 'Cognito_Subject', 'ada-1815');
    expect(await whoSignsIn(pool)).toBe('ada');
    expect(await usernames(pool)).toEqual(['ada']);
    const { attributes, UserStatus } = await pool.user('ada');
    expect(UserStatus).toBe('CONFIRMED');
    // The provider's claims are written to the user, and vouch for nothing.
    expect(attributes).toMatchObject({ sub, email: 'ada@globex.example', email_verified: 'false' });
    expect(await pool.groupsOf('ada')).toEqual([]);
  });

  it.each(['email', 'mail'])(
    'is found by the mapped attribute or its claim (%s) until then',
    async (name) => {
      await using pool = await startFederatedPool({ provider: { AttributeMapping: { email: 'mail' } } });
      pool.idp.person.mail = 'ada@globex.example';
      await pool.addUser('ada');
      await link(pool, 'ada', name, 'ada@globex.example');
      expect(await whoSignsIn(pool)).toBe('ada');
      expect(JSON.parse((await pool.user('ada')).attributes.identities ?? '')).toMatchObject([
        { userId: 'ada-1815', providerName: 'Globex', primary: false },
      ]);
      // Whom the provider gives that address next is somebody else.
      pool.idp.person.sub = 'mallory';
      expect(await whoSignsIn(pool)).toBe('Globex_mallory');
      await unlink(pool, 'Cognito_Subject', 'ada-1815');
      pool.idp.person.sub = 'ada-1815';
      expect(await whoSignsIn(pool)).toBe('Globex_ada-1815');
    },
  );

  it('is not settled by somebody whom a function refuses', async () => {
    let isOpen = false;
    await using pool = await startFederatedPool({
      triggers: {
        PreAuthentication: (event) => {
          if (!isOpen) throw new Error('closed');
          return event;
        },
      },
    });
    await pool.addUser('ada');
    await link(pool, 'ada', 'email', 'ada@globex.example');
    pool.idp.person.sub = 'mallory';
    expect(await whoSignsIn(pool)).toBe('PreAuthentication failed with error closed.');
    isOpen = true;
    pool.idp.person.sub = 'ada-1815';
    expect(await whoSignsIn(pool)).toBe('ada');
  });

  it('is not found by a claim that is not mapped', async () => {
    await using pool = await startFederatedPool({ provider: { AttributeMapping: { name: 'name' } } });
    await pool.addUser('ada');
    await link(pool, 'ada', 'email', 'ada@globex.example');
    expect(await whoSignsIn(pool)).toBe('Globex_ada-1815');
  });

  it('is never made by an e-mail address alone, verified or not', async () => {
    await using pool = await startFederatedPool({
      pool: { AliasAttributes: ['email'] },
      provider: { AttributeMapping: { email: 'email', email_verified: 'email_verified' } },
    });
    const attributes = { email: 'root@initech.example', email_verified: 'true' };
    await pool.addUser('root', { attributes });
    // A tenant's provider asserts the address of another tenant's user.
    Object.assign(pool.idp.person, { sub: 'mallory', email: 'root@initech.example', email_verified: true });
    expect(await whoSignsIn(pool)).toBe('Globex_mallory');
    expect((await pool.user('root')).attributes).toMatchObject(attributes);
    // The address still signs in the one who had it.
    const { AuthenticationResult } = await pool.passwordSignIn('root@initech.example');
    expect(claimsOf(AuthenticationResult?.AccessToken).username).toBe('root');
  });

  it('cannot take the address of another user for the user it is linked to', async () => {
    await using pool = await startFederatedPool({
      pool: { AliasAttributes: ['email'] },
      provider: { AttributeMapping: { email: 'email', email_verified: 'email_verified' } },
    });
    await pool.addUser('root', { attributes: { email: 'root@initech.example', email_verified: 'true' } });
    await pool.addUser('ada');
    await link(pool, 'ada', 'Cognito_Subject', 'ada-1815');
    pool.idp.person.email = 'root@initech.example';
    expect(await whoSignsIn(pool)).toBe('An account with the email already exists.');
    expect((await pool.user('ada')).attributes.email).toBeUndefined();
  });

  it('is of one provider: the same subject at another one is somebody else', async () => {
    await using pool = await startFederatedPool();
    await pool.addUser('ada');
    await link(pool, 'ada', 'Cognito_Subject', 'ada-1815');
    await pool.addProvider({ ProviderName: 'Initech' });
    const { clientId } = await pool.addAppClient({ SupportedIdentityProviders: ['Initech'] });
    expect(await whoSignsIn(pool, { identity_provider: 'Initech', client_id: clientId })).toBe(
      'Initech_ada-1815',
    );
  });

  it('made while PreSignUp runs is refused this time and signs in the next', async () => {
    const pools: Pool[] = [];
    await using pool = await startFederatedPool({
      triggers: {
        PreSignUp: async (event) => {
          for (const one of pools) await link(one, 'ada', 'Cognito_Subject', 'ada-1815');
          return event;
        },
      },
    });
    await pool.addUser('ada');
    pools.push(pool);
    expect(await pool.signIn()).toMatchObject({
      error: 'invalid_request',
      error_description: 'Already found an entry for username Globex_ada-1815',
    });
    expect(await usernames(pool)).toEqual(['ada']);
    expect(await whoSignsIn(pool)).toBe('ada');
  });

  it('that is unlinked gets a profile of its own', async () => {
    await using pool = await startFederatedPool();
    await pool.addUser('ada');
    await link(pool, 'ada', 'Cognito_Subject', 'ada-1815');
    expect(await whoSignsIn(pool)).toBe('ada');
    await unlink(pool, 'Cognito_Subject', 'ada-1815');
    expect(await whoSignsIn(pool)).toBe('Globex_ada-1815');
    expect((await pool.user('ada')).attributes.identities).toBeUndefined();
  });

  it('cannot be linked once it has a profile', async () => {
    await using pool = await startFederatedPool({
      pool: { UsernameConfiguration: { CaseSensitive: false } },
    });
    await pool.addUser('ada');
    await pool.signIn();
    await expect(link(pool, 'ada', 'Cognito_Subject', 'ada-1815')).rejects.toThrow(
      'Merging is not currently supported',
    );
  });
});
