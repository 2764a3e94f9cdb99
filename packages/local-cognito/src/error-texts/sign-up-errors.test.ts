import {
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe } from 'vitest';
import { answersErrors, type ErrorRow, type World } from '../testing/expect-errors.ts';
import { password } from '../testing/tenant-pool.ts';

const byEmail = { pool: { UsernameAttributes: ['email' as const] } };
const emailAlias = { pool: { AliasAttributes: ['email' as const] } };
const shared = 'shared@acme.example';
const invalidCode = 'Invalid verification code provided, please try again.';

async function confirmAlex(world: World) {
  await world.signUp('alex');
  await world.send(new AdminConfirmSignUpCommand({ UserPoolId: world.UserPoolId, Username: 'alex' }));
}

const signUp: ErrorRow[] = [
  {
    situation: 'a username that exists',
    type: 'UsernameExists',
    message: 'User already exists',
    async provoke(world) {
      await world.addUser('alex');
      return world.signUp('alex');
    },
  },
  {
    situation: 'an address that exists, as sign-in name',
    type: 'UsernameExists',
    message: 'An account with the given email already exists.',
    options: byEmail,
    async provoke(world) {
      await world.signUp(shared, shared);
      return world.signUp(shared, shared);
    },
  },
  {
    situation: 'a username that an administrator creates twice',
    type: 'UsernameExists',
    message: 'User account already exists',
    async provoke(world) {
      await world.addUser('alex');
      return world.addUser('alex');
    },
  },
  {
    situation: 'a day whose e-mails are used up',
    type: 'LimitExceeded',
    message: /^Exceeded daily email limit for the operation or the account\. /,
    options: { quotas: { emailsPerDay: 0 } },
    provoke: (world) => world.signUp('alex'),
  },
  {
    situation: 'a message that cannot be delivered',
    type: 'CodeDeliveryFailure',
    message: 'The message could not be delivered.',
    provoke(world) {
      world.server.faults.set([{ operation: 'SignUp', kind: 'delivery_failure', rate: 1 }]);
      return world.signUp('alex');
    },
  },
  {
    situation: 'a pool without self sign-up',
    type: 'NotAuthorized',
    message: 'SignUp is not permitted for this user pool',
    options: { pool: { AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } } },
    provoke: (world) => world.signUp('alex'),
  },
  {
    situation: 'a username that is no address',
    type: 'InvalidParameter',
    message: 'Username should be an email.',
    options: byEmail,
    provoke: (world) => world.signUp('alex'),
  },
  {
    situation: 'a username that is neither address nor number',
    type: 'InvalidParameter',
    message: 'Username should be either an email or a phone number.',
    options: { pool: { UsernameAttributes: ['email', 'phone_number'] } },
    provoke: (world) => world.signUp('alex'),
  },
  {
    situation: 'a username that looks like an alias',
    type: 'InvalidParameter',
    message: 'Username cannot be of email format, since user pool is configured for email alias.',
    options: emailAlias,
    provoke: (world) => world.signUp('alex@acme.example'),
  },
  {
    situation: 'a required attribute that is missing',
    type: 'InvalidParameter',
    message: /^Attributes did not conform to the schema: name: The attribute is required/,
    options: { pool: { Schema: [{ Name: 'name', Required: true }] } },
    provoke: (world) => world.signUp('alex'),
  },
  {
    situation: 'an attribute that the client may not write',
    type: 'NotAuthorized',
    message: 'A client attempted to write unauthorized attribute',
    options: { appClient: { WriteAttributes: ['name'] } },
    provoke: (world) => world.signUp('alex'),
  },
  {
    situation: 'an unknown custom attribute',
    type: 'InvalidParameter',
    message:
      'Attributes did not conform to the schema: Type for attribute {custom:x} could not be determined',
    provoke: (world) =>
      world.send(
        new SignUpCommand({
          ClientId: world.ClientId,
          Username: 'alex',
          Password: password,
          UserAttributes: [{ Name: 'custom:x', Value: '1' }],
        }),
      ),
  },
  {
    situation: 'an invitation to somebody who has a password',
    type: 'UnsupportedUserState',
    message: /^Resend not possible\. alex status is not FORCE_CHANGE_PASSWORD/,
    async provoke(world) {
      await world.addUser('alex');
      const { UserPoolId } = world;
      return world.send(
        new AdminCreateUserCommand({ UserPoolId, Username: 'alex', MessageAction: 'RESEND' }),
      );
    },
  },
];

const policies: [string, string][] = [
  ['Sh0rt-1', 'Password not long enough'],
  ['correct-horse-1', 'Password must have uppercase characters'],
  ['CORRECT-HORSE-1', 'Password must have lowercase characters'],
  ['Correct-horse', 'Password must have numeric characters'],
  ['Correcthorse1', 'Password must have symbol characters'],
];
const passwords = policies.map(
  ([candidate, text]): ErrorRow => ({
    situation: text,
    type: 'InvalidPassword',
    message: `Password did not conform with policy: ${text}`,
    provoke: (world) => world.signUp('alex', 'alex@acme.example', candidate),
  }),
);

const codes: ErrorRow[] = [
  {
    situation: 'a wrong code at sign-up',
    type: 'CodeMismatch',
    message: invalidCode,
    async provoke(world) {
      await world.signUp('alex');
      const code = await world.codeFor('alex@acme.example');
      return world.confirm('alex', code === '000000' ? '111111' : '000000');
    },
  },
  {
    situation: 'a code that is too old',
    type: 'ExpiredCode',
    message: 'Invalid code provided, please request a code again.',
    async provoke(world) {
      await world.signUp('alex');
      world.advance(25 * 3600 * 1000);
      return world.confirm('alex', await world.codeFor('alex@acme.example'));
    },
  },
  {
    situation: 'a user who is confirmed already',
    type: 'NotAuthorized',
    message: 'User cannot be confirmed. Current status is CONFIRMED',
    async provoke(world) {
      await confirmAlex(world);
      return world.confirm('alex', '000000');
    },
  },
  {
    situation: 'another code for a confirmed user',
    type: 'InvalidParameter',
    message: 'User is already confirmed.',
    async provoke(world) {
      await confirmAlex(world);
      return world.send(new ResendConfirmationCodeCommand({ ClientId: world.ClientId, Username: 'alex' }));
    },
  },
  {
    situation: 'an alias that somebody else has',
    type: 'AliasExists',
    message: 'An account with the email already exists.',
    options: emailAlias,
    async provoke(world) {
      for (const name of ['alex', 'bo']) await world.signUp(name, shared);
      const code = await world.codeFor(shared);
      await world.send(new AdminConfirmSignUpCommand({ UserPoolId: world.UserPoolId, Username: 'alex' }));
      await world.addUser('cy', { attributes: { email: shared, email_verified: 'true' } });
      return world.confirm('bo', code);
    },
  },
  {
    situation: 'too many requests for a code',
    type: 'LimitExceeded',
    message: 'Attempt limit exceeded, please try after some time.',
    async provoke(world) {
      await world.signUp('alex');
      const again = new ResendConfirmationCodeCommand({ ClientId: world.ClientId, Username: 'alex' });
      for (let time = 0; time < 30; time += 1) await world.send(again);
    },
  },
  {
    situation: 'no address to send a reset code to',
    type: 'InvalidParameter',
    message: 'Cannot reset password for the user as there is no registered/verified email or phone_number',
    async provoke(world) {
      await world.addUser('alex');
      return world.send(new ForgotPasswordCommand({ ClientId: world.ClientId, Username: 'alex' }));
    },
  },
  {
    situation: 'a reset while the password is temporary',
    type: 'NotAuthorized',
    message: 'User password cannot be reset in the current state.',
    async provoke(world) {
      await world.addUser('alex', { temporary: true });
      return world.send(new ForgotPasswordCommand({ ClientId: world.ClientId, Username: 'alex' }));
    },
  },
  {
    situation: 'a wrong reset code',
    type: 'CodeMismatch',
    message: invalidCode,
    async provoke(world) {
      const address = 'alex@acme.example';
      await world.addUser('alex', { attributes: { email: address, email_verified: 'true' } });
      const alex = { ClientId: world.ClientId, Username: 'alex' };
      await world.send(new ForgotPasswordCommand(alex));
      const ConfirmationCode = (await world.codeFor(address)) === '000000' ? '111111' : '000000';
      return world.send(
        new ConfirmForgotPasswordCommand({ ...alex, ConfirmationCode, Password: 'Battery-staple-2' }),
      );
    },
  },
];

describe('error texts of sign-up', () => answersErrors(signUp));
describe('error texts of passwords', () => answersErrors(passwords));
describe('error texts of codes', () => answersErrors(codes));
