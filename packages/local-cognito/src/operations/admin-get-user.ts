import * as z from 'zod';
import { attributeList } from '../users/attributes.ts';
import { describeUser, findUser } from '../users/find-user.ts';
import { username, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'AdminGetUser',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId, Username: username }),
  handle({ UserPoolId, Username }, cognito) {
    const { user } = findUser(cognito, UserPoolId, Username);
    const { enabled, preferred } = user.mfa;
    return {
      ...describeUser(user),
      UserAttributes: attributeList(user),
      ...(enabled.length > 0 && { UserMFASettingList: enabled }),
      ...(preferred !== undefined && { PreferredMfaSetting: preferred }),
    };
  },
});
