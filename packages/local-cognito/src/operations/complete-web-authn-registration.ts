import * as z from 'zod';
import { completeRegistration, registrationResponse } from '../passkeys/registration.ts';
import { token } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'CompleteWebAuthnRegistration',
  authorization: 'access-token',
  input: z.object({ AccessToken: token, Credential: registrationResponse }),
  async handle({ AccessToken, Credential }, cognito) {
    await completeRegistration(cognito, cognito.tokens.verifyAccessToken(AccessToken), Credential);
    return {};
  },
});
