import * as z from 'zod';
import { findPool } from '../pools/find-pool.ts';
import { replicasOf } from '../replicas/replica.ts';
import { pagingToken, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'ListUserPoolReplicas',
  authorization: 'iam',
  storedOnly: 'Nothing is copied: the replica is kept and shown only.',
  input: z.object({ UserPoolId: userPoolId, NextToken: pagingToken.optional() }),
  handle({ UserPoolId }, cognito) {
    return { UserPoolReplicas: replicasOf(cognito, findPool(cognito, UserPoolId)) };
  },
});
