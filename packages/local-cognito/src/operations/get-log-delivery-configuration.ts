import * as z from 'zod';
import { logDeliveryId, logDeliveryKind } from '../log-delivery/log-delivery.ts';
import { findPool } from '../pools/find-pool.ts';
import { userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'GetLogDeliveryConfiguration',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId }),
  handle({ UserPoolId }, cognito) {
    findPool(cognito, UserPoolId);
    const LogConfigurations = cognito.store.documents.get(logDeliveryKind, UserPoolId, logDeliveryId) ?? [];
    return { LogDeliveryConfiguration: { UserPoolId, LogConfigurations } };
  },
});
