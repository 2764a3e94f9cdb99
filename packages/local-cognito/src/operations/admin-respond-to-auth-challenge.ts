import * as z from 'zod';
import { challengeName, respondToChallenge } from '../challenges/respond.ts';
import { adminAttempt } from '../flows/attempt.ts';
import { contextData } from '../threat-protection/context-data.ts';
import { clientId, clientMetadata, session, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'AdminRespondToAuthChallenge',
  authorization: 'iam',
  input: z.object({
    UserPoolId: userPoolId,
    ClientId: clientId,
    ChallengeName: challengeName,
    Session: session.optional(),
    ChallengeResponses: z.record(z.string(), z.string()).optional(),
    ClientMetadata: clientMetadata.optional(),
    ContextData: contextData.optional(),
  }),
  handle: (input, cognito) =>
    respondToChallenge(adminAttempt(cognito, input.UserPoolId, input.ClientId), input),
});
