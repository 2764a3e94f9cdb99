import * as z from 'zod';
import { findPool } from '../pools/find-pool.ts';
import { findReplica, replicaKey, replicaKind } from '../replicas/replica.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'UpdateUserPoolReplica',
  authorization: 'iam',
  storedOnly: 'Nothing is copied: the replica is kept and shown only.',
  input: replicaKey.extend({ Status: z.enum(['ACTIVE', 'INACTIVE']) }),
  handle({ UserPoolId, RegionName, Status }, cognito) {
    findPool(cognito, UserPoolId);
    const UserPoolReplica = { ...findReplica(cognito, UserPoolId, RegionName), Status };
    cognito.store.documents.put(replicaKind, { poolId: UserPoolId, id: RegionName }, UserPoolReplica);
    return { UserPoolReplica };
  },
});
