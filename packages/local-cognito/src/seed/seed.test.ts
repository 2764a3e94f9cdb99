import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  AdminSetUserPasswordCommand,
  DescribeUserPoolCommand,
  GetUserPoolMfaConfigCommand,
  InitiateAuthCommand,
  ListUserPoolClientsCommand,
  ListUserPoolsCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { Secret, TOTP } from 'otpauth';
import { expect, it } from 'vitest';
import { startLocalCognito } from '../start.ts';
import { startWithSdk } from '../testing/sdk.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import type { SeedDocument } from './seed-schema.ts';

const UserPoolId = 'us-east-1_acmeLocal';
const ClientId = '1webclient';
const totpSecret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

const yaml = `
pools:
  - id: ${UserPoolId}
    name: acme
    signingKeys: ./acme.keys.json
    settings:
      UsernameAttributes: [email]
      Policies:
        PasswordPolicy: { MinimumLength: 10 }
      Schema:
        - { Name: plan, AttributeDataType: String, Mutable: true }
    mfa:
      MfaConfiguration: OPTIONAL
      SoftwareTokenMfaConfiguration: { Enabled: true }
    triggers:
      PreTokenGeneration: { file: ./triggers/claims.ts, version: V2_0 }
    clients:
      - id: ${ClientId}
        name: web
        settings:
          ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH, ALLOW_REFRESH_TOKEN_AUTH]
      - name: server
        secret: a-secret-with-dashes
    groups:
      - { name: admins, precedence: 1 }
    users:
      - username: alice@example.com
        sub: 7d3f9a52-1c50-4d0e-9d0b-3a1f6a2b7c11
        password: Correct-horse-1
        attributes: { name: Alice, 'custom:plan': pro, email_verified: 'true' }
        groups: [admins]
      - username: tess@example.com
        password: Correct-horse-2
        totpSecret: ${totpSecret}
      - username: new@example.com
        temporaryPassword: Correct-horse-3
      - username: gone@example.com
        password: Correct-horse-4
        enabled: false
`.replace('a-secret-with-dashes', 'secretsecretsecretsecretsecret');

const trigger = `
export const handler = async (event: { response: object }) => ({
  ...event,
  response: { claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride: { tenant: 'acme' } } } },
});
`;

function seedFolder(text = yaml) {
  const folder = temporaryFolder();
  mkdirSync(join(folder.path, 'triggers'));
  writeFileSync(join(folder.path, 'triggers/claims.ts'), trigger);
  const file = join(folder.path, 'seed.yaml');
  writeFileSync(file, text);
  return { ...folder, file };
}

const signIn = (USERNAME: string, PASSWORD: string) =>
  new InitiateAuthCommand({
    ClientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME, PASSWORD },
  });

it('starts with the pools, clients, groups, users and triggers of a YAML file', async () => {
  using folder = seedFolder();
  await using cognito = await startWithSdk({ seed: folder.file });
  const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }));
  expect(UserPool?.Name).toBe('acme');
  expect(UserPool?.Policies?.PasswordPolicy?.MinimumLength).toBe(10);
  const mfa = await cognito.send(new GetUserPoolMfaConfigCommand({ UserPoolId }));
  expect(mfa.MfaConfiguration).toBe('OPTIONAL');

  const { AuthenticationResult } = await cognito.send(signIn('alice@example.com', 'Correct-horse-1'));
  const claims = JSON.parse(atob(AuthenticationResult?.AccessToken?.split('.')[1] ?? ''));
  expect(claims).toMatchObject({ sub: '7d3f9a52-1c50-4d0e-9d0b-3a1f6a2b7c11', tenant: 'acme' });
  const alice = await cognito.send(new AdminGetUserCommand({ UserPoolId, Username: 'alice@example.com' }));
  expect(alice.UserAttributes).toContainEqual({ Name: 'custom:plan', Value: 'pro' });
  const { Groups } = await cognito.send(
    new AdminListGroupsForUserCommand({ UserPoolId, Username: 'alice@example.com' }),
  );
  expect(Groups?.map(({ GroupName }) => GroupName)).toEqual(['admins']);

  const challenged = await cognito.send(signIn('tess@example.com', 'Correct-horse-2'));
  expect(challenged.ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
  const answered = await cognito.send(
    new RespondToAuthChallengeCommand({
      ClientId,
      ChallengeName: 'SOFTWARE_TOKEN_MFA',
      Session: challenged.Session,
      ChallengeResponses: {
        USERNAME: 'tess@example.com',
        SOFTWARE_TOKEN_MFA_CODE: new TOTP({ secret: Secret.fromBase32(totpSecret) }).generate(),
      },
    }),
  );
  expect(answered.AuthenticationResult?.AccessToken).toMatch(/^eyJ/);
  const fresh = await cognito.send(signIn('new@example.com', 'Correct-horse-3'));
  expect(fresh.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
  await expect(cognito.send(signIn('gone@example.com', 'Correct-horse-4'))).rejects.toThrow(
    'User is disabled.',
  );
});

it('changes nothing when applied again, and keeps what people changed since', async () => {
  using folder = seedFolder();
  const data = join(folder.path, 'cognito.db');
  {
    await using cognito = await startWithSdk({ seed: folder.file, data });
    await cognito.send(
      new AdminSetUserPasswordCommand({
        UserPoolId,
        Username: 'alice@example.com',
        Password: 'Changed-since-1',
        Permanent: true,
      }),
    );
  }
  await using cognito = await startWithSdk({ seed: folder.file, data });
  expect((await cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }))).UserPools).toHaveLength(1);
  const { UserPoolClients } = await cognito.send(new ListUserPoolClientsCommand({ UserPoolId }));
  expect(UserPoolClients?.map(({ ClientName }) => ClientName).sort()).toEqual(['server', 'web']);
  const { AuthenticationResult } = await cognito.send(signIn('alice@example.com', 'Changed-since-1'));
  expect(AuthenticationResult?.AccessToken).toMatch(/^eyJ/);
  await expect(cognito.send(signIn('gone@example.com', 'Correct-horse-4'))).rejects.toThrow(
    'User is disabled.',
  );
});

it('brings an existing pool to the settings of a changed file', async () => {
  using folder = seedFolder();
  const data = join(folder.path, 'cognito.db');
  await (await startLocalCognito({ seed: folder.file, data })).close();
  writeFileSync(folder.file, yaml.replace('MinimumLength: 10', 'MinimumLength: 14'));
  await using cognito = await startWithSdk({ seed: folder.file, data });
  const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }));
  expect(UserPool?.Policies?.PasswordPolicy?.MinimumLength).toBe(14);
});

it('refuses to change what a pool has for life', async () => {
  using folder = seedFolder();
  const data = join(folder.path, 'cognito.db');
  await (await startLocalCognito({ seed: folder.file, data })).close();
  writeFileSync(folder.file, yaml.replace('UsernameAttributes: [email]', 'AliasAttributes: [email]'));
  await expect(startLocalCognito({ seed: folder.file, data })).rejects.toThrow(
    'pools[0].settings: AliasAttributes of the existing user pool us-east-1_acmeLocal cannot be changed',
  );
});

it('signs with the keys in the file, so that tokens outlive a server in memory', async () => {
  using folder = seedFolder();
  const jwks = async () => {
    await using cognito = await startLocalCognito({ seed: folder.file });
    return (await fetch(`${cognito.endpoint}/${UserPoolId}/.well-known/jwks.json`)).json();
  };
  expect(await jwks()).toEqual(await jwks());
  const keys = join(folder.path, 'acme.keys.json');
  expect(readFileSync(keys, 'utf8')).toContain('PRIVATE KEY');
  expect(statSync(keys).mode & 0o077).toBe(0);
});

it('takes a document in place of a file', async () => {
  const seed: SeedDocument = {
    pools: [{ name: 'plain', users: [{ username: 'bob', password: 'Correct-horse-1' }] }],
  };
  await using cognito = await startWithSdk({ seed });
  const { UserPools } = await cognito.send(new ListUserPoolsCommand({ MaxResults: 1 }));
  const bob = await cognito.send(
    new AdminGetUserCommand({ UserPoolId: UserPools?.[0]?.Id, Username: 'bob' }),
  );
  expect(bob.UserStatus).toBe('CONFIRMED');
});

it.each<[string, unknown, string]>([
  ['a misspelt member', { pools: [{ nam: 'a', name: 'b' }] }, 'pools[0]: Unrecognized key: "nam"'],
  [
    'a misspelt setting',
    { pools: [{ name: 'a', settings: { UsernameAttribute: ['email'] } }] },
    'pools[0].settings: CreateUserPool has no member UsernameAttribute',
  ],
  [
    'an id without a Region',
    { pools: [{ id: 'acme', name: 'a' }] },
    'pools[0].id: expected <region>_<letters and digits>',
  ],
  [
    'an unknown group',
    { pools: [{ name: 'a', users: [{ username: 'b', groups: ['c'] }] }] },
    "pools[0].users[0].groups: expected names of this pool's groups; there is no c",
  ],
  [
    'a number for text',
    { pools: [{ name: 'a', users: [{ username: 'b', attributes: { zoneinfo: 1 } }] }] },
    'pools[0].users[0].attributes.zoneinfo: expected text',
  ],
  [
    'a user twice',
    { pools: [{ name: 'a', users: [{ username: 'b' }, { username: 'b' }] }] },
    'pools[0].users[1].username: b stands here twice',
  ],
  [
    'a weak password',
    { pools: [{ name: 'a', users: [{ username: 'b', password: 'short' }] }] },
    'pools[0].users[0]: Password did not conform with policy',
  ],
  [
    'an unknown fake provider',
    { pools: [{ name: 'a', identityProviders: [{ name: 'Globex', fake: 'globex' }] }] },
    'pools[0].identityProviders[0]: expected the name of a fake provider; there is no globex',
  ],
  [
    'an identity provider without details',
    { pools: [{ name: 'a', identityProviders: [{ name: 'Globex', settings: { ProviderType: 'OIDC' } }] }] },
    'pools[0].identityProviders[0]: 1 validation error detected',
  ],
  [
    'a misspelt style',
    { pools: [{ name: 'a', domain: 'a-b', clients: [{ name: 'web', branding: { Setting: {} } }] }] },
    'pools[0].clients[0]: CreateManagedLoginBranding has no member Setting',
  ],
  [
    'a prefix that Cognito does not take',
    { pools: [{ name: 'a', domain: 'my-cognito' }] },
    'pools[0].domain: Domain cannot contain reserved word: cognito',
  ],
  [
    'the same prefix twice',
    {
      pools: [
        { name: 'a', domain: 'same' },
        { name: 'b', domain: 'same' },
      ],
    },
    'pools[1].domain: Domain already associated with another user pool.',
  ],
  ['an unknown trigger', { pools: [{ name: 'a', triggers: { PreLogin: './a.ts' } }] }, 'pools[0].triggers'],
  [
    'a missing trigger file',
    { pools: [{ name: 'a', triggers: { PreSignUp: './none.ts' } }] },
    'none.ts cannot be loaded',
  ],
])('says where a seed is wrong: %s', async (_, seed, text) => {
  const start = startLocalCognito({ seed: seed as SeedDocument });
  await expect(start).rejects.toMatchObject({ name: 'LocalCognitoStartError', code: 'seed_unusable' });
  await expect(start).rejects.toThrow(text);
});

it('says when the file is missing or cannot be parsed', async () => {
  using folder = seedFolder('pools: [');
  await expect(startLocalCognito({ seed: folder.file })).rejects.toThrow('is not YAML');
  await expect(startLocalCognito({ seed: `${folder.file}.json` })).rejects.toThrow('cannot be read');
});
