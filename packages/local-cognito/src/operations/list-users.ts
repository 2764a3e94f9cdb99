import * as z from 'zod';
import { findPool } from '../pools/find-pool.ts';
import { attributeList } from '../users/attributes.ts';
import { describeUser } from '../users/find-user.ts';
import { parseUserFilter } from '../users/user-filter.ts';
import { invalidParameter } from '../wire/errors.ts';
import { attributeName, pageSize, pagingToken, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

const maxUsers = 60;

export default defineOperation({
  name: 'ListUsers',
  authorization: 'iam',
  input: z.object({
    UserPoolId: userPoolId,
    AttributesToGet: z.array(attributeName).optional(),
    Limit: pageSize(0, maxUsers).optional(),
    PaginationToken: pagingToken.optional(),
    Filter: z.string().max(256).optional(),
  }),
  handle({ UserPoolId, AttributesToGet: wanted, Limit, PaginationToken, Filter }, cognito) {
    const pool = findPool(cognito, UserPoolId);
    const schema = new Set(pool.pool.SchemaAttributes.map(({ Name }) => Name));
    const unknown = wanted?.find((name) => !schema.has(name));
    if (unknown !== undefined)
      throw invalidParameter(`One or more requested attributes do not exist: ${unknown}`);
    const { items, nextToken } = cognito.store.users.list(UserPoolId, {
      limit: Limit || maxUsers,
      after: PaginationToken,
      filter: parseUserFilter(Filter ?? ''),
    });
    const Users = items.map((user) => ({
      ...describeUser(user),
      Attributes: attributeList(user).filter(({ Name }) => wanted?.includes(Name) ?? true),
    }));
    return { Users, PaginationToken: nextToken };
  },
});
