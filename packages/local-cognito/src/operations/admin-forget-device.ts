import * as z from 'zod';
import { forgetDevice } from '../devices/device.ts';
import { findUser } from '../users/find-user.ts';
import { deviceKey, username, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'AdminForgetDevice',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId, Username: username, DeviceKey: deviceKey }),
  handle({ UserPoolId, Username, DeviceKey }, cognito) {
    const { pool, user } = findUser(cognito, UserPoolId, Username);
    forgetDevice(cognito, pool, user, DeviceKey);
    return undefined;
  },
});
