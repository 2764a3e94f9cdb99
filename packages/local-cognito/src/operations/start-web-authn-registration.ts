import * as z from 'zod';
import { startRegistration } from '../passkeys/registration.ts';
import { token } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'StartWebAuthnRegistration',
  authorization: 'access-token',
  input: z.object({ AccessToken: token }),
  async handle({ AccessToken }, cognito) {
    const signedIn = cognito.tokens.verifyAccessToken(AccessToken);
    return { CredentialCreationOptions: await startRegistration(cognito, signedIn) };
  },
});
