import { type LocalCognito, startLocalCognito } from '@cohabit/local-cognito';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findAwsCli } from '../setup/aws-tools.ts';
import { runAwsTool } from '../setup/run-tool.ts';

const password = 'Correct-horse-1';
const people = ['alice', 'bob', 'carol'];

let cognito: LocalCognito;
let program: string;
let userPoolId: string;
let clientId: string;

/** `aws cognito-idp <words>`: its JSON, or undefined where it prints nothing. */
async function aws(command: string, ...args: string[]) {
  const printed = await runAwsTool(program, [
    '--endpoint-url',
    cognito.endpoint,
    '--output',
    'json',
    'cognito-idp',
    command,
    ...args,
  ]);
  return printed.trim() === '' ? undefined : JSON.parse(printed);
}

const inPool = (command: string, ...args: string[]) => aws(command, '--user-pool-id', userPoolId, ...args);

const signIn = (username: string, withPassword = password) =>
  aws(
    'initiate-auth',
    '--client-id',
    clientId,
    '--auth-flow',
    'USER_PASSWORD_AUTH',
    '--auth-parameters',
    `USERNAME=${username},PASSWORD=${withPassword}`,
  );

beforeAll(async () => {
  const found = findAwsCli();
  if (found === undefined) throw new Error('No AWS CLI was found: npm test installs it.');
  program = found;
  cognito = await startLocalCognito();
  const { UserPool } = await aws('create-user-pool', '--pool-name', 'acme');
  userPoolId = UserPool.Id;
  const flows = ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'];
  const { UserPoolClient } = await inPool(
    'create-user-pool-client',
    '--client-name',
    'web',
    '--explicit-auth-flows',
    ...flows,
  );
  clientId = UserPoolClient.ClientId;
  for (const name of people) {
    await inPool(
      'admin-create-user',
      '--username',
      name,
      '--message-action',
      'SUPPRESS',
      '--user-attributes',
      `Name=email,Value=${name}@example.com`,
    );
  }
}, 120_000);

afterAll(() => cognito?.close());

/** Each command starts a Python, which takes seconds on a busy machine. */
describe('the AWS CLI', { timeout: 60_000 }, () => {
  it('pages through the pools and shows one', async () => {
    const { UserPools } = await aws('list-user-pools', '--max-results', '10');
    expect(UserPools).toEqual([expect.objectContaining({ Id: userPoolId, Name: 'acme' })]);
    const { UserPool } = await inPool('describe-user-pool');
    expect(UserPool).toMatchObject({ EstimatedNumberOfUsers: people.length, MfaConfiguration: 'OFF' });
  });

  it('lists the users with --max-items and --starting-token', async () => {
    const first = await inPool('list-users', '--max-items', '2', '--page-size', '2');
    expect(first).toMatchObject({ Users: { length: 2 }, NextToken: expect.any(String) });
    const rest = await inPool('list-users', '--starting-token', first.NextToken);
    const names = [...first.Users, ...rest.Users].map(({ Username }) => Username);
    expect(names.sort()).toEqual(people);
    expect(rest).not.toHaveProperty('NextToken');
  });

  it('filters users, and --query reads the answer', async () => {
    const found = await inPool(
      'list-users',
      '--filter',
      'email ^= "car"',
      '--query',
      'Users[].[Username,UserStatus,Enabled]',
    );
    expect(found).toEqual([['carol', 'FORCE_CHANGE_PASSWORD', true]]);
  });

  it('puts users in groups', async () => {
    await inPool('create-group', '--group-name', 'admins', '--precedence', '3');
    await inPool('admin-add-user-to-group', '--group-name', 'admins', '--username', 'bob');
    const { Users } = await inPool('list-users-in-group', '--group-name', 'admins');
    expect(Users).toEqual([expect.objectContaining({ Username: 'bob' })]);
    await inPool('delete-group', '--group-name', 'admins');
    expect(await inPool('admin-list-groups-for-user', '--username', 'bob')).toEqual({ Groups: [] });
  });

  it('signs in with a password and changes it', async () => {
    await inPool('admin-set-user-password', '--username', 'bob', '--password', password, '--permanent');
    const { AuthenticationResult: tokens } = await signIn('bob');
    expect(tokens).toMatchObject({ TokenType: 'Bearer', ExpiresIn: 3600 });
    await aws(
      'change-password',
      '--access-token',
      tokens.AccessToken,
      '--previous-password',
      password,
      '--proposed-password',
      'Another-horse-2',
    );
    expect(await signIn('bob', 'Another-horse-2')).toHaveProperty('AuthenticationResult');
    const me = await aws('get-user', '--access-token', tokens.AccessToken);
    expect(me).toMatchObject({ Username: 'bob' });
  });

  it('answers the challenge of a temporary password', async () => {
    await inPool('admin-set-user-password', '--username', 'carol', '--password', password);
    const { ChallengeName, Session } = await signIn('carol');
    expect(ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    const answer = await aws(
      'respond-to-auth-challenge',
      '--client-id',
      clientId,
      '--challenge-name',
      ChallengeName,
      '--session',
      Session,
      '--challenge-responses',
      'USERNAME=carol,NEW_PASSWORD=Another-horse-2',
    );
    expect(answer).toHaveProperty('AuthenticationResult.RefreshToken');
  });

  it('prints the errors of Cognito', async () => {
    await expect(inPool('admin-get-user', '--username', 'nobody')).rejects.toMatchObject({
      stderr: expect.stringMatching(
        /\(UserNotFoundException\) when calling the AdminGetUser operation.*: User does not exist\.\n/,
      ),
    });
    await expect(signIn('alice', 'Wrong-horse-1')).rejects.toMatchObject({
      stderr: expect.stringMatching(
        /\(NotAuthorizedException\) when calling the InitiateAuth operation.*: Incorrect username or password\.\n/,
      ),
    });
  });
});
