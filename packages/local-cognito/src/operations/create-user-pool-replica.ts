import { findPool } from '../pools/find-pool.ts';
import { checkReplicable, type Replica, replicaKey, replicaKind } from '../replicas/replica.ts';
import { tags } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

/** Answers CREATING, as AWS does; the replica is there at once, and inactive. */
export default defineOperation({
  name: 'CreateUserPoolReplica',
  authorization: 'iam',
  storedOnly:
    'The replica is kept and shown. There is no second Region here: nothing is copied, and no write is refused with OperationNotEnabledException.',
  input: replicaKey.extend({ UserPoolTags: tags.optional() }),
  handle({ UserPoolId, RegionName }, cognito) {
    const pool = findPool(cognito, UserPoolId);
    checkReplicable(cognito, pool, RegionName);
    const replica: Replica = {
      RegionName,
      Status: 'INACTIVE',
      Role: 'SECONDARY',
      UserPoolArn: pool.pool.Arn.replace(`:${cognito.region}:`, `:${RegionName}:`),
    };
    cognito.store.documents.put(replicaKind, { poolId: UserPoolId, id: RegionName }, replica);
    return { UserPoolReplica: { ...replica, Status: 'CREATING' } };
  },
});
