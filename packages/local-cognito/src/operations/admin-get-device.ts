import * as z from 'zod';
import { describeDevice } from '../devices/describe-device.ts';
import { findDevice } from '../devices/device.ts';
import { findUser } from '../users/find-user.ts';
import { deviceKey, username, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'AdminGetDevice',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId, Username: username, DeviceKey: deviceKey }),
  handle({ UserPoolId, Username, DeviceKey }, cognito) {
    const { pool, user } = findUser(cognito, UserPoolId, Username);
    return { Device: describeDevice(findDevice(cognito, pool, user, DeviceKey), { isAdmin: true }) };
  },
});
