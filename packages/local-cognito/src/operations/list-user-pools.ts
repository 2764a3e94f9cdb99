import * as z from 'zod';
import { replicaKind } from '../replicas/replica.ts';
import { pageSize, pagingToken } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'ListUserPools',
  authorization: 'iam',
  input: z.object({ MaxResults: pageSize(1, 60), NextToken: pagingToken.optional() }),
  handle({ MaxResults, NextToken }, { store }) {
    const { items, nextToken } = store.pools.list({ limit: MaxResults, after: NextToken });
    const UserPools = items.map(({ id, pool }) => {
      const { Id, Name, LambdaConfig, LastModifiedDate, CreationDate } = pool;
      const replicas = store.documents.list(replicaKind, id, { limit: 10 }).items;
      const ReplicaRegions = replicas.map(({ RegionName }) => RegionName);
      return {
        Id,
        Name,
        LambdaConfig,
        LastModifiedDate,
        CreationDate,
        ...(ReplicaRegions.length > 0 && { ReplicaRegions }),
      };
    });
    return { UserPools, NextToken: nextToken };
  },
});
