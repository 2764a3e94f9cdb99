import * as z from 'zod';
import { domainsOf } from '../domains/domain.ts';
import { findPool } from '../pools/find-pool.ts';
import { checkNoImport } from '../user-import/import-job.ts';
import { invalidParameter } from '../wire/errors.ts';
import { userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'DeleteUserPool',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId }),
  handle({ UserPoolId }, cognito) {
    const record = findPool(cognito, UserPoolId);
    checkNoImport(cognito, record);
    const { pool } = record;
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
