import * as z from 'zod';
import { describeDevice } from '../devices/describe-device.ts';
import { listDevices, maxDevices } from '../devices/device.ts';
import { pageSize, pagingToken, token } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'ListDevices',
  authorization: 'access-token',
  input: z.object({
    AccessToken: token,
    Limit: pageSize(0, maxDevices).optional(),
    PaginationToken: pagingToken.optional(),
  }),
  handle({ AccessToken, Limit, PaginationToken: after }, cognito) {
    const { pool, user } = cognito.tokens.verifyAccessToken(AccessToken);
    const { items, nextToken } = listDevices(cognito, pool, user, { limit: Limit || maxDevices, after });
    const Devices = items.map((device) => describeDevice(device, { isAdmin: false }));
    return { Devices, PaginationToken: nextToken };
  },
});
