import {
  AdminUserGlobalSignOutCommand,
  AssociateSoftwareTokenCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { TOTP } from 'otpauth';
import { describe } from 'vitest';
import { answersErrors, type ErrorRow } from '../testing/expect-errors.ts';
import type { TriggerHandler } from '../triggers/invoke.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const rotating = {
  appClient: {
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH' as const],
    RefreshTokenRotation: { Feature: 'ENABLED' as const, RetryGracePeriodSeconds: 0 },
  },
};

const arn = 'arn:aws:lambda:us-east-1:000000000000:function:scopes';
const suppressUserScope: TriggerHandler = (event) => ({
  ...event,
  response: {
    claimsAndScopeOverrideDetails: {
      accessTokenGeneration: { scopesToSuppress: ['aws.cognito.signin.user.admin'] },
    },
  },
});

const tokens: ErrorRow[] = [
  {
    situation: 'a refresh token that is none',
    type: 'NotAuthorized',
    message: 'Invalid Refresh Token',
    provoke: (world) => world.begin('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: 'abc' }),
  },
  {
    situation: 'a revoked refresh token',
    type: 'NotAuthorized',
    message: 'Refresh Token has been revoked',
    async provoke(world) {
      await world.addUser('alex');
      const { RefreshToken } = await world.tokens();
      await world.send(new RevokeTokenCommand({ ClientId: world.ClientId, Token: RefreshToken }));
      return world.begin('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: RefreshToken });
    },
  },
  {
    situation: 'a refresh token that is too old',
    type: 'NotAuthorized',
    message: 'Refresh Token has expired',
    async provoke(world) {
      await world.addUser('alex');
      const { RefreshToken } = await world.tokens();
      world.advance(31 * day);
      return world.begin('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: RefreshToken });
    },
  },
  {
    situation: 'a rotated refresh token',
    type: 'RefreshTokenReuse',
    message: /Refresh Token/,
    options: rotating,
    async provoke(world) {
      await world.addUser('alex');
      const { RefreshToken } = await world.tokens();
      const refresh = () =>
        world.send(new GetTokensFromRefreshTokenCommand({ ClientId: world.ClientId, RefreshToken }));
      await refresh();
      world.advance(minute);
      return refresh();
    },
  },
  {
    situation: 'a revoked access token',
    type: 'NotAuthorized',
    message: 'Access Token has been revoked',
    async provoke(world) {
      await world.addUser('alex');
      const { AccessToken } = await world.tokens();
      world.advance(1000);
      await world.send(new AdminUserGlobalSignOutCommand({ UserPoolId: world.UserPoolId, Username: 'alex' }));
      return world.send(new GetUserCommand({ AccessToken }));
    },
  },
  {
    situation: 'an access token that is too old',
    type: 'NotAuthorized',
    message: 'Access Token has expired',
    async provoke(world) {
      await world.addUser('alex');
      const { AccessToken } = await world.tokens();
      world.advance(61 * minute);
      return world.send(new GetUserCommand({ AccessToken }));
    },
  },
  {
    situation: 'an access token without the scope of the user APIs',
    type: 'NotAuthorized',
    message: 'Access Token does not have required scopes',
    options: {
      pool: { LambdaConfig: { PreTokenGenerationConfig: { LambdaArn: arn, LambdaVersion: 'V2_0' } } },
      functions: { [arn]: suppressUserScope },
    },
    async provoke(world) {
      await world.addUser('alex');
      const { AccessToken } = await world.tokens();
      return world.send(new GetUserCommand({ AccessToken }));
    },
  },
  {
    situation: 'an access token that is none',
    type: 'NotAuthorized',
    message: 'Invalid Access Token',
    provoke: (world) => world.send(new GetUserCommand({ AccessToken: 'a.b.c' })),
  },
];

const totp: ErrorRow[] = [
  {
    situation: 'a wrong code',
    type: 'CodeMismatch',
    message: 'Invalid code or auth state for the user.',
    options: { mfa: 'OPTIONAL' },
    async provoke(world) {
      await world.addUser('alex');
      const { AccessToken } = await world.tokens();
      const { SecretCode = '' } = await world.send(new AssociateSoftwareTokenCommand({ AccessToken }));
      const totp = new TOTP({ secret: SecretCode });
      const UserCode = totp.generate({ timestamp: world.clock() });
      await world.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode }));
      const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
      await world.send(new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings }));
      const { Session } = await world.signIn('alex');
      world.advance(10 * 1000);
      return world.send(
        new RespondToAuthChallengeCommand({
          ClientId: world.ClientId,
          ChallengeName: 'SOFTWARE_TOKEN_MFA',
          Session,
          ChallengeResponses: {
            USERNAME: 'alex',
            SOFTWARE_TOKEN_MFA_CODE: UserCode === '000000' ? '111111' : '000000',
          },
        }),
      );
    },
  },
  {
    situation: 'a wrong enrolment code',
    type: 'EnableSoftwareTokenMFA',
    message: 'Code mismatch',
    options: { mfa: 'OPTIONAL' },
    async provoke(world) {
      await world.addUser('alex');
      const { AccessToken } = await world.tokens();
      await world.send(new AssociateSoftwareTokenCommand({ AccessToken }));
      return world.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: '000000' }));
    },
  },
  {
    situation: 'a preference before enrolment',
    type: 'InvalidParameter',
    message: 'User has not verified software token mfa',
    options: { mfa: 'OPTIONAL' },
    async provoke(world) {
      await world.addUser('alex');
      const { AccessToken } = await world.tokens();
      const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
      return world.send(new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings }));
    },
  },
];

describe('error texts of tokens', () => answersErrors(tokens));
describe('error texts of TOTP', () => answersErrors(totp));
