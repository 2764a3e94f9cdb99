import * as z from 'zod';
import { describeGroup, groupKind, groupMembers, groupName, putGroup } from '../groups/group.ts';
import { findPool } from '../pools/find-pool.ts';
import { CognitoError } from '../wire/errors.ts';
import { userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'CreateGroup',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId, GroupName: groupName, ...groupMembers }),
  handle({ UserPoolId, GroupName: name, Description, RoleArn, Precedence }, cognito) {
    const pool = findPool(cognito, UserPoolId);
    if (cognito.store.documents.get(groupKind, pool.id, name)) {
      throw new CognitoError('GroupExistsException', 'A group with the name already exists.');
    }
    const now = cognito.clock();
    const group = {
      name,
      ...(Description !== undefined && { description: Description }),
      ...(RoleArn !== undefined && { roleArn: RoleArn }),
      ...(Precedence !== undefined && { precedence: Precedence }),
      createdAt: now,
      updatedAt: now,
    };
    putGroup(cognito, pool, group);
    return { Group: describeGroup(pool, group) };
  },
});
