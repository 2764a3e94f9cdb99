import * as z from 'zod';
import {
  checkLogConfigurations,
  logConfiguration,
  logDeliveryId,
  logDeliveryKind,
} from '../log-delivery/log-delivery.ts';
import { findPool } from '../pools/find-pool.ts';
import { userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'SetLogDeliveryConfiguration',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId, LogConfigurations: z.array(logConfiguration).max(2) }),
  handle({ UserPoolId, LogConfigurations }, cognito) {
    checkLogConfigurations(findPool(cognito, UserPoolId), LogConfigurations);
    cognito.store.documents.put(
      logDeliveryKind,
      { poolId: UserPoolId, id: logDeliveryId },
      LogConfigurations,
    );
    return { LogDeliveryConfiguration: { UserPoolId, LogConfigurations } };
  },
});
