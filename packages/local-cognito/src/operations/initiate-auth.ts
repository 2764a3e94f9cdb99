import * as z from 'zod';
import { publicAttempt } from '../flows/attempt.ts';
import { authFlow, initiateAuth } from '../flows/initiate.ts';
import { userContextData } from '../threat-protection/context-data.ts';
import { clientId, clientMetadata, session } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'InitiateAuth',
  authorization: 'public',
  input: z.object({
    AuthFlow: authFlow,
    ClientId: clientId,
    AuthParameters: z.record(z.string(), z.string()).optional(),
    ClientMetadata: clientMetadata.optional(),
    UserContextData: userContextData.optional(),
    Session: session.optional(),
  }),
  handle: (input, cognito) => initiateAuth(publicAttempt(cognito, input.ClientId), input),
});
