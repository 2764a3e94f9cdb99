import * as z from 'zod';
import { describeDevice } from '../devices/describe-device.ts';
import { listDevices, maxDevices } from '../devices/device.ts';
import { findUser } from '../users/find-user.ts';
import { pageSize, pagingToken, username, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'AdminListDevices',
  authorization: 'iam',
  input: z.object({
    UserPoolId: userPoolId,
    Username: username,
    Limit: pageSize(0, maxDevices).optional(),
    PaginationToken: pagingToken.optional(),
  }),
  handle({ UserPoolId, Username, Limit, PaginationToken: after }, cognito) {
    const { pool, user } = findUser(cognito, UserPoolId, Username);
    const { items, nextToken } = listDevices(cognito, pool, user, { limit: Limit || maxDevices, after });
    const Devices = items.map((device) => describeDevice(device, { isAdmin: true }));
    return { Devices, PaginationToken: nextToken };
  },
});
