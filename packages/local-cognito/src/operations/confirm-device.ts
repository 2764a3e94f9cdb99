import * as z from 'zod';
import { confirmDevice } from '../devices/confirm-device.ts';
import { deviceKey, token } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'ConfirmDevice',
  authorization: 'access-token',
  input: z.object({
    AccessToken: token,
    DeviceKey: deviceKey,
    DeviceSecretVerifierConfig: z
      .object({
        PasswordVerifier: z.string().max(131_072).optional(),
        Salt: z.string().max(131_072).optional(),
      })
      .optional(),
    DeviceName: z.string().min(1).max(1024).optional(),
  }),
  handle({ AccessToken, DeviceKey: key, DeviceSecretVerifierConfig: verifier, DeviceName: name }, cognito) {
    const signedIn = cognito.tokens.verifyAccessToken(AccessToken);
    return { UserConfirmationNecessary: confirmDevice(cognito, signedIn, { key, name, verifier }) };
  },
});
