import * as z from 'zod';
import { challengeName, respondToChallenge } from '../challenges/respond.ts';
import { publicAttempt } from '../flows/attempt.ts';
import { userContextData } from '../threat-protection/context-data.ts';
import { clientId, clientMetadata, session } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'RespondToAuthChallenge',
  authorization: 'public',
  input: z.object({
    ClientId: clientId,
    ChallengeName: challengeName,
    Session: session.optional(),
    ChallengeResponses: z.record(z.string(), z.string()).optional(),
    ClientMetadata: clientMetadata.optional(),
    UserContextData: userContextData.optional(),
  }),
  handle: (input, cognito) => respondToChallenge(publicAttempt(cognito, input.ClientId), input),
});
