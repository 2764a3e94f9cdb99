import type { LambdaConfigType } from '@aws-sdk/client-cognito-identity-provider';
import { describe } from 'vitest';
import { answersErrors, type ErrorRow } from '../testing/expect-errors.ts';
import type { TriggerHandler } from '../triggers/invoke.ts';

const arn = 'arn:aws:lambda:us-east-1:000000000000:function:x';

const withFunction = (name: keyof LambdaConfigType, handler: TriggerHandler) => ({
  pool: { LambdaConfig: { [name]: arn } },
  functions: { [arn]: handler },
});
const throwing = (text: string) => () => {
  throw new Error(text);
};

const triggers: ErrorRow[] = [
  {
    situation: 'PreSignUp that throws',
    type: 'UserLambdaValidation',
    message: 'PreSignUp failed with error by invitation only.',
    options: withFunction('PreSignUp', throwing('by invitation only')),
    provoke: (world) => world.signUp('alex'),
  },
  {
    situation: 'PreAuthentication that throws',
    type: 'UserLambdaValidation',
    message: 'PreAuthentication failed with error not today.',
    options: withFunction('PreAuthentication', throwing('not today')),
    async provoke(world) {
      await world.addUser('alex');
      return world.signIn('alex');
    },
  },
  {
    situation: 'PreTokenGeneration that throws',
    type: 'UserLambdaValidation',
    message: 'PreTokenGeneration failed with error no tenant.',
    options: withFunction('PreTokenGeneration', throwing('no tenant')),
    async provoke(world) {
      await world.addUser('alex');
      return world.signIn('alex');
    },
  },
  {
    situation: 'PreTokenGeneration that answers nonsense',
    type: 'InvalidLambdaResponse',
    message: 'Unrecognizable lambda output',
    options: withFunction('PreTokenGeneration', () => 'nonsense'),
    async provoke(world) {
      await world.addUser('alex');
      return world.signIn('alex');
    },
  },
  {
    situation: 'a function that is not there',
    type: 'UnexpectedLambda',
    message: /^PreSignUp invocation failed due to error .+\.$/,
    options: { pool: { LambdaConfig: { PreSignUp: arn } } },
    provoke: (world) => world.signUp('alex'),
  },
  {
    situation: 'UserMigration that throws',
    type: 'UserNotFound',
    message: 'Exception during user migration',
    options: withFunction('UserMigration', throwing('no such person')),
    provoke: (world) => world.signIn('nobody'),
  },
  {
    situation: 'UserMigration that throws, hidden',
    type: 'NotAuthorized',
    message: 'Incorrect username or password.',
    options: {
      ...withFunction('UserMigration', throwing('no such person')),
      appClient: {
        PreventUserExistenceErrors: 'ENABLED',
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      },
    },
    provoke: (world) => world.signIn('nobody'),
  },
];

describe('error texts of triggers', () => answersErrors(triggers));
