import { findPool } from '../pools/find-pool.ts';
import { findReplica, replicaKey, replicaKind } from '../replicas/replica.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'DeleteUserPoolReplica',
  authorization: 'iam',
  storedOnly: 'Nothing is copied: the replica is kept and shown only.',
  input: replicaKey,
  handle({ UserPoolId, RegionName }, cognito) {
    findPool(cognito, UserPoolId);
    const replica = findReplica(cognito, UserPoolId, RegionName);
    cognito.store.documents.delete(replicaKind, UserPoolId, RegionName);
    return { UserPoolReplica: { ...replica, Status: 'DELETING' } };
  },
});
