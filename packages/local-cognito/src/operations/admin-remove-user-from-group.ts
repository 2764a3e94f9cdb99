import * as z from 'zod';
import { findGroup, groupName } from '../groups/group.ts';
import { removeMember } from '../groups/membership.ts';
import { findUser } from '../users/find-user.ts';
import { username, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

/** Removing a user who is not in the group changes nothing. */
export default defineOperation({
  name: 'AdminRemoveUserFromGroup',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId, Username: username, GroupName: groupName }),
  handle({ UserPoolId, Username, GroupName }, cognito) {
    const { pool, user } = findUser(cognito, UserPoolId, Username);
    const { name } = findGroup(cognito, pool, GroupName);
    removeMember(cognito, pool, name, user.username);
    return undefined;
  },
});
