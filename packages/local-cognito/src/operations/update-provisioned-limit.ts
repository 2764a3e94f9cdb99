import * as z from 'zod';
import {
  describeLimit,
  findCategory,
  limitDefinition,
  provisionedLimitKind,
} from '../provisioned-limits/provisioned-limit.ts';
import { CognitoError, invalidParameter } from '../wire/errors.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'UpdateProvisionedLimit',
  authorization: 'iam',
  storedOnly: 'The value is kept and shown; it limits nothing.',
  input: z.object({ LimitDefinition: limitDefinition, RequestedLimitValue: z.int().min(0) }),
  handle({ LimitDefinition, RequestedLimitValue: value }, cognito) {
    const { category, free, max } = findCategory(LimitDefinition);
    if (value < free)
      throw invalidParameter(`RequestedLimitValue cannot be less than the default of ${free}.`);
    if (value > max) {
      throw new CognitoError(
        'ServiceQuotaExceededException',
        `RequestedLimitValue exceeds the maximum of ${max} of this account.`,
      );
    }
    cognito.store.documents.put(provisionedLimitKind, { poolId: cognito.accountId, id: category }, { value });
    return { Limit: describeLimit(cognito, LimitDefinition) };
  },
});
