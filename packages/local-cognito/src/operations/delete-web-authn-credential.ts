import * as z from 'zod';
import { deletePasskey } from '../passkeys/passkey.ts';
import { token } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'DeleteWebAuthnCredential',
  authorization: 'access-token',
  input: z.object({ AccessToken: token, CredentialId: z.string().min(1).max(1024) }),
  handle({ AccessToken, CredentialId }, cognito) {
    const { pool, user } = cognito.tokens.verifyAccessToken(AccessToken);
    deletePasskey(cognito, pool, user, CredentialId);
    return {};
  },
});
