import * as z from 'zod';
import { findGroup, groupName } from '../groups/group.ts';
import { groupsOf, maxGroupsPerUser } from '../groups/groups-of-user.ts';
import { addMember } from '../groups/membership.ts';
import { findUser } from '../users/find-user.ts';
import { CognitoError } from '../wire/errors.ts';
import { username, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

/** Adding a user who is in the group already changes nothing. */
export default defineOperation({
  name: 'AdminAddUserToGroup',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId, Username: username, GroupName: groupName }),
  handle({ UserPoolId, Username, GroupName }, cognito) {
    const { pool, user } = findUser(cognito, UserPoolId, Username);
    const { name } = findGroup(cognito, pool, GroupName);
    const groups = groupsOf(cognito, pool, user);
    if (groups.some((group) => group.name === name)) return undefined;
    if (groups.length >= maxGroupsPerUser) {
      throw new CognitoError(
        'LimitExceededException',
        `A user can be in at most ${maxGroupsPerUser} groups.`,
      );
    }
    addMember(cognito, pool, name, user.username);
    return undefined;
  },
});
