import * as z from 'zod';
import { adminAttempt } from '../flows/attempt.ts';
import { authFlow, initiateAuth } from '../flows/initiate.ts';
import { contextData } from '../threat-protection/context-data.ts';
import { clientId, clientMetadata, session, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'AdminInitiateAuth',
  authorization: 'iam',
  input: z.object({
    UserPoolId: userPoolId,
    ClientId: clientId,
    AuthFlow: authFlow,
    AuthParameters: z.record(z.string(), z.string()).optional(),
    ClientMetadata: clientMetadata.optional(),
    ContextData: contextData.optional(),
    Session: session.optional(),
  }),
  handle: (input, cognito) => initiateAuth(adminAttempt(cognito, input.UserPoolId, input.ClientId), input),
});
