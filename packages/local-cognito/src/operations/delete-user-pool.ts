import * as z from 'zod';
import { domainsOf } from '../domains/domain.ts';
import { findPool } from '../pools/find-pool.ts';
import { invalidParameter } from '../wire/errors.ts';
import { userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'DeleteUserPool',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId }),
  handle({ UserPoolId }, cognito) {
    const { pool } = findPool(cognito, UserPoolId);
    if (pool.DeletionProtection === 'ACTIVE') {
      throw invalidParameter(
        'The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.',
      );
    }
    if (domainsOf(cognito, UserPoolId).length > 0) {
      throw invalidParameter(
        'User pool cannot be deleted. It has a domain configured that should be deleted first.',
      );
    }
    cognito.store.pools.delete(UserPoolId);
    return undefined;
  },
});
