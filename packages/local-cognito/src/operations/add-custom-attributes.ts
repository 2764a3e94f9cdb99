import * as z from 'zod';
import { epochSeconds } from '../clock.ts';
import { findPool } from '../pools/find-pool.ts';
import { addCustomAttributes, schemaAttribute } from '../pools/schema-attributes.ts';
import { checkNoImport } from '../user-import/import-job.ts';
import { userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'AddCustomAttributes',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId, CustomAttributes: z.array(schemaAttribute).min(1).max(25) }),
  handle({ UserPoolId, CustomAttributes }, cognito) {
    const record = findPool(cognito, UserPoolId);
    checkNoImport(cognito, record);
    const SchemaAttributes = addCustomAttributes(record.pool.SchemaAttributes, CustomAttributes);
    const LastModifiedDate = epochSeconds(cognito.clock);
    cognito.store.pools.put({ ...record, pool: { ...record.pool, SchemaAttributes, LastModifiedDate } });
    return {};
  },
});
