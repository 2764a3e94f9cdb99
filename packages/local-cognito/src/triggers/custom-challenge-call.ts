import type { ClientRecord, PoolRecord, UserRecord } from '../storage/records.ts';
import { CognitoError } from '../wire/errors.ts';
import { eventAttributes } from './event.ts';
import type { TriggerCall } from './invoke.ts';

/** What the three functions of custom authentication are told alike. */
export interface CustomChallengeCall {
  pool: PoolRecord;
  client: ClientRecord;
  /** The real username, or what was typed when nobody has that name. */
  username: string;
  /** `undefined`: nobody, which the client must not learn. */
  user: UserRecord | undefined;
  /** Of RespondToAuthChallenge; InitiateAuth's never gets here. */
  clientMetadata: Record<string, string> | undefined;
}

/**
 * The call with the members of one function between those that all have. `userNotFound` is there when the client has
 * PreventUserExistenceErrors on (developer guide, "Custom authentication challenge Lambda triggers").
 */
export function customChallengeCall(
  { pool, client, username, user, clientMetadata }: CustomChallengeCall,
  triggerSource: string,
  request: Record<string, unknown>,
  response: Record<string, unknown>,
): TriggerCall {
  const hidesExistence = client.client.PreventUserExistenceErrors === 'ENABLED';
  return {
    pool,
    clientId: client.id,
    username,
    triggerSource,
    request: {
      userAttributes: user ? eventAttributes(user) : {},
      ...request,
      ...(hidesExistence || !user ? { userNotFound: user === undefined } : {}),
      ...(clientMetadata ? { clientMetadata } : {}),
    },
    response,
  };
}

/** For custom authentication in a pool without the function, or with only some of the three. */
export const customAuthNotConfigured = () =>
  new CognitoError(
    'InvalidParameterException',
    'Custom auth lambda trigger is not configured for the user pool.',
  );

export const unrecognizableOutput = () =>
  new CognitoError('InvalidLambdaResponseException', 'Unrecognizable lambda output');
