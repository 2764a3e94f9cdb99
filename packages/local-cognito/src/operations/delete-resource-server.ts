import * as z from 'zod';
import { findPool } from '../pools/find-pool.ts';
import {
  findOwnResourceServer,
  identifier,
  resourceServerKind,
} from '../resource-servers/resource-server.ts';
import { userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'DeleteResourceServer',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId, Identifier: identifier }),
  handle({ UserPoolId, Identifier }, cognito) {
    findPool(cognito, UserPoolId);
    findOwnResourceServer(cognito, UserPoolId, Identifier);
    cognito.store.documents.delete(resourceServerKind, UserPoolId, Identifier);
    return undefined;
  },
});
