import * as z from 'zod';
import { rememberedStatus, setRemembered } from '../devices/device.ts';
import { deviceKey, token } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'UpdateDeviceStatus',
  authorization: 'access-token',
  input: z.object({ AccessToken: token, DeviceKey: deviceKey, DeviceRememberedStatus: rememberedStatus }),
  handle({ AccessToken, DeviceKey, DeviceRememberedStatus: status }, cognito) {
    const { pool, user } = cognito.tokens.verifyAccessToken(AccessToken);
    setRemembered(cognito, pool, user, { key: DeviceKey, status });
    return {};
  },
});
