import * as z from 'zod';
import { describeDevice } from '../devices/describe-device.ts';
import { findDevice } from '../devices/device.ts';
import { requireAccessToken } from '../devices/require-access-token.ts';
import { deviceKey, token } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'GetDevice',
  authorization: 'access-token',
  input: z.object({ AccessToken: token.optional(), DeviceKey: deviceKey }),
  handle({ AccessToken, DeviceKey }, cognito) {
    const { pool, user } = cognito.tokens.verifyAccessToken(requireAccessToken(AccessToken));
    return { Device: describeDevice(findDevice(cognito, pool, user, DeviceKey), { isAdmin: false }) };
  },
});
