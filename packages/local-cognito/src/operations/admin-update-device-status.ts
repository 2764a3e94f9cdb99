import * as z from 'zod';
import { rememberedStatus, setRemembered } from '../devices/device.ts';
import { findUser } from '../users/find-user.ts';
import { deviceKey, username, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'AdminUpdateDeviceStatus',
  authorization: 'iam',
  input: z.object({
    UserPoolId: userPoolId,
    Username: username,
    DeviceKey: deviceKey,
    DeviceRememberedStatus: rememberedStatus,
  }),
  handle({ UserPoolId, Username, DeviceKey, DeviceRememberedStatus: status }, cognito) {
    const { pool, user } = findUser(cognito, UserPoolId, Username);
    setRemembered(cognito, pool, user, { key: DeviceKey, status });
    return {};
  },
});
