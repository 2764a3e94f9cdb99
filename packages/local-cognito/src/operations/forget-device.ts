import * as z from 'zod';
import { forgetDevice } from '../devices/device.ts';
import { requireAccessToken } from '../devices/require-access-token.ts';
import { deviceKey, token } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'ForgetDevice',
  authorization: 'access-token',
  input: z.object({ AccessToken: token.optional(), DeviceKey: deviceKey }),
  handle({ AccessToken, DeviceKey }, cognito) {
    const { pool, user } = cognito.tokens.verifyAccessToken(requireAccessToken(AccessToken));
    forgetDevice(cognito, pool, user, DeviceKey);
    return undefined;
  },
});
