import * as z from 'zod';
import { findPool } from '../pools/find-pool.ts';
import { findResourceServer, identifier } from '../resource-servers/resource-server.ts';
import { userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'DescribeResourceServer',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId, Identifier: identifier }),
  handle({ UserPoolId, Identifier }, cognito) {
    findPool(cognito, UserPoolId);
    return { ResourceServer: findResourceServer(cognito, UserPoolId, Identifier) };
  },
});
