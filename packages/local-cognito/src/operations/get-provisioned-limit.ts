import * as z from 'zod';
import { describeLimit, limitDefinition } from '../provisioned-limits/provisioned-limit.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'GetProvisionedLimit',
  authorization: 'iam',
  storedOnly: 'Answers what was stored; it limits nothing.',
  input: z.object({ LimitDefinition: limitDefinition }),
  handle({ LimitDefinition }, cognito) {
    return { Limit: describeLimit(cognito, LimitDefinition) };
  },
});
