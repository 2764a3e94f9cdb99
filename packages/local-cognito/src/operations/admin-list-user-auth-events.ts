import * as z from 'zod';
import { checkThreatProtection } from '../threat-protection/risk-configuration.ts';
import { findUser } from '../users/find-user.ts';
import { pageSize, pagingToken, username, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'AdminListUserAuthEvents',
  authorization: 'iam',
  storedOnly: 'Sign-ins are not recorded as events: the list is empty.',
  input: z.object({
    UserPoolId: userPoolId,
    Username: username,
    MaxResults: pageSize(0, 60).optional(),
    NextToken: pagingToken.optional(),
  }),
  handle({ UserPoolId, Username }, cognito) {
    checkThreatProtection(cognito, UserPoolId);
    findUser(cognito, UserPoolId, Username);
    return { AuthEvents: [] };
  },
});
