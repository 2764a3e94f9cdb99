import { fileURLToPath } from 'node:url';
import { type LocalCognito, startLocalCognito } from '@cohabit/local-cognito';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPythonWithBoto3 } from '../setup/aws-tools.ts';
import { runAwsTool } from '../setup/run-tool.ts';

const script = fileURLToPath(new URL('./boto3_story.py', import.meta.url));
const people = Array.from({ length: 7 }, (_, number) => `user-${number}`);

let cognito: LocalCognito;
let report: Record<string, unknown>;

beforeAll(async () => {
  const python = findPythonWithBoto3();
  if (python === undefined) throw new Error('No python3 with boto3 was found: npm test installs it.');
  cognito = await startLocalCognito();
  report = JSON.parse(await runAwsTool(python, [script, cognito.endpoint]));
}, 120_000);

afterAll(() => cognito?.close());

describe('boto3', () => {
  it('creates and deletes a pool with its users', () => {
    expect(report).toMatchObject({ pool: people.length, deleted: 'ResourceNotFoundException' });
  });

  it('pages through the users, stops and resumes, and filters', () => {
    expect(report.paging).toEqual({
      pages: [3, 3, 1],
      resumed: people,
      filtered: ['user-5'],
      secondsSinceCreated: expect.closeTo(0, -2),
    });
  });

  it('lists the members of a group and the groups of a user', () => {
    expect(report.groups).toEqual({ members: people.slice(0, 5), ofUser: [['admins', 1]] });
  });

  it('raises the modelled exceptions with the texts of Cognito', () => {
    expect(report.errors).toEqual({
      UserNotFoundException: [400, 'User does not exist.'],
      UsernameExistsException: [400, 'User account already exists'],
      InvalidPasswordException: [400, 'Password did not conform with policy: Password not long enough'],
      NotAuthorizedException: [400, 'Incorrect username or password.'],
      InvalidParameterException: [400, 'Invalid search attribute: custom:tenant'],
      ResourceNotFoundException: [400, `User pool client ${'0'.repeat(26)} does not exist.`],
    });
  });

  it('signs in with a password, refreshes and signs out everywhere', () => {
    expect(report.password).toEqual({
      me: 'user-1',
      groups: ['admins'],
      expiresIn: 3600,
      refreshed: 'user-1',
      afterSignOut: 'Access Token has been revoked',
    });
  });

  it('signs in with SRP', () => {
    expect(report.srp).toEqual({ username: 'user-2', wrongPassword: 'Incorrect username or password.' });
  });

  it('signs in at a client with a secret', () => {
    expect(report.secret).toEqual({
      clients: [true, true],
      without: 'Client <client> is configured with secret but SECRET_HASH was not received',
    });
  });

  it('enrols an authenticator app and signs in with it', () => {
    expect(report.totp).toEqual({
      verified: 'SUCCESS',
      challenge: 'SOFTWARE_TOKEN_MFA',
      username: 'user-4',
    });
  });
});
