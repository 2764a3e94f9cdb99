import {
  AdminDisableUserCommand,
  AdminResetUserPasswordCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe } from 'vitest';
import { answersErrors, type ErrorRow } from '../testing/expect-errors.ts';
import { password } from '../testing/tenant-pool.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const wrongPassword = 'Wrong-horse-1';
const wrong = { type: 'NotAuthorized', message: 'Incorrect username or password.' };
const hiding = { appClient: { PreventUserExistenceErrors: 'ENABLED' as const } };
const withSecret = { appClient: { GenerateSecret: true } };
const signIn: ErrorRow[] = [
  {
    situation: 'a wrong password',
    ...wrong,
    async provoke(world) {
      await world.addUser('alex');
      return world.signIn('alex', wrongPassword);
    },
  },
  {
    situation: 'an unknown user, hidden',
    ...wrong,
    options: hiding,
    provoke: (world) => world.signIn('nobody'),
  },
  {
    situation: 'an unknown user, told',
    type: 'UserNotFound',
    message: 'User does not exist.',
    provoke: (world) => world.signIn('nobody'),
  },
  {
    situation: 'an unconfirmed user',
    type: 'UserNotConfirmed',
    message: 'User is not confirmed.',
    async provoke(world) {
      await world.signUp('alex');
      return world.signIn('alex');
    },
  },
  {
    situation: 'a disabled user',
    type: 'NotAuthorized',
    message: 'User is disabled.',
    async provoke(world) {
      await world.addUser('alex');
      await world.send(new AdminDisableUserCommand({ UserPoolId: world.UserPoolId, Username: 'alex' }));
      return world.signIn('alex');
    },
  },
  {
    situation: 'a locked user',
    type: 'NotAuthorized',
    message: 'Password attempts exceeded',
    async provoke(world) {
      await world.addUser('alex');
      for (let time = 0; time < 5; time += 1)
        await world.signIn('alex', wrongPassword).catch(() => undefined);
      return world.signIn('alex');
    },
  },
  {
    situation: 'a user whose password was reset',
    type: 'PasswordResetRequired',
    message: 'Password reset required for the user',
    async provoke(world) {
      await world.addUser('alex', { attributes: { email: 'a@acme.example', email_verified: 'true' } });
      const alex = { UserPoolId: world.UserPoolId, Username: 'alex' };
      await world.send(new AdminResetUserPasswordCommand(alex));
      return world.signIn('alex');
    },
  },
  {
    situation: 'a temporary password that is too old',
    type: 'NotAuthorized',
    message: 'Temporary password has expired and must be reset by an administrator.',
    async provoke(world) {
      await world.addUser('alex', { temporary: true });
      world.advance(8 * day);
      return world.signIn('alex');
    },
  },
  {
    situation: 'a flow that the client does not allow',
    type: 'InvalidParameter',
    message: 'USER_PASSWORD_AUTH flow not enabled for this client',
    options: { appClient: { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] } },
    provoke: (world) => world.signIn('alex'),
  },
  {
    situation: 'a missing parameter',
    type: 'InvalidParameter',
    message: 'Missing required parameter USERNAME',
    provoke: (world) => world.begin('USER_SRP_AUTH', { SRP_A: 'abc' }),
  },
  {
    situation: 'an empty username',
    type: 'InvalidParameter',
    message: 'Username cannot be empty',
    provoke: (world) => world.begin('USER_SRP_AUTH', { USERNAME: '', SRP_A: 'abc' }),
  },
  {
    situation: 'a secret hash that is missing',
    type: 'NotAuthorized',
    message: ({ ClientId }) =>
      `Client ${ClientId} is configured with secret but SECRET_HASH was not received`,
    options: withSecret,
    provoke: (world) => world.signIn('alex'),
  },
  {
    situation: 'a secret hash that is wrong',
    type: 'NotAuthorized',
    message: ({ ClientId }) => `SecretHash does not match for the client: ${ClientId}`,
    options: withSecret,
    provoke: (world) => world.signIn('alex', password, { SECRET_HASH: 'abc' }),
  },
  {
    situation: 'an unknown client',
    type: 'ResourceNotFound',
    message: 'User pool client nothing does not exist.',
    provoke: (world) =>
      world.send(
        new InitiateAuthCommand({
          ClientId: 'nothing',
          AuthFlow: 'USER_PASSWORD_AUTH',
          AuthParameters: { USERNAME: 'alex', PASSWORD: password },
        }),
      ),
  },
  {
    situation: 'custom authentication without its functions',
    type: 'InvalidParameter',
    message: 'Custom auth lambda trigger is not configured for the user pool.',
    async provoke(world) {
      await world.addUser('alex');
      return world.begin('CUSTOM_AUTH', { USERNAME: 'alex' });
    },
  },
  {
    situation: 'an unknown session',
    type: 'NotAuthorized',
    message: 'Invalid session for the user.',
    async provoke(world) {
      await world.addUser('alex', { temporary: true });
      return world.respond('x'.repeat(40), 'Battery-staple-2');
    },
  },
  {
    situation: 'a used session',
    type: 'NotAuthorized',
    message: 'Invalid session for the user, session can only be used once.',
    async provoke(world) {
      await world.addUser('alex', { temporary: true });
      const { Session } = await world.signIn('alex');
      await world.respond(Session, 'Battery-staple-2');
      return world.respond(Session, 'Battery-staple-3');
    },
  },
  {
    situation: 'a session that is too old',
    type: 'NotAuthorized',
    message: 'Invalid session for the user, session is expired.',
    async provoke(world) {
      await world.addUser('alex', { temporary: true });
      const { Session } = await world.signIn('alex');
      world.advance(4 * minute);
      return world.respond(Session, 'Battery-staple-2');
    },
  },
];

describe('error texts of sign-in', () => answersErrors(signIn));
