import * as z from 'zod';
import { findPool } from '../pools/find-pool.ts';
import { csvHeader } from '../user-import/csv-header.ts';
import { userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'GetCSVHeader',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId }),
  handle({ UserPoolId }, cognito) {
    return { UserPoolId, CSVHeader: csvHeader(findPool(cognito, UserPoolId)) };
  },
});
