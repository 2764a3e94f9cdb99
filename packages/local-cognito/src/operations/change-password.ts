import * as z from 'zod';
import { checkHourlyLimit, countAttempt } from '../codes/hourly-limit.ts';
import { changeUser } from '../flows/change-user.ts';
import { provePassword } from '../flows/prove-password.ts';
import { replacePassword } from '../passwords/replace-password.ts';
import { recordActivity } from '../threat-protection/record-activity.ts';
import { hasImportedPassword } from '../user-import/imported-password.ts';
import { invalidParameter, notAuthorized } from '../wire/errors.ts';
import { password, token } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

const changesPerHour = 5;

/**
 * Wrong previous passwords count towards the lock. Who has no password yet need not give one; who comes through a
 * provider gets none.
 */
export default defineOperation({
  name: 'ChangePassword',
  authorization: 'access-token',
  input: z.object({ AccessToken: token, ProposedPassword: password, PreviousPassword: password.optional() }),
  handle({ AccessToken, ProposedPassword, PreviousPassword }, cognito) {
    const { pool, user, client } = cognito.tokens.verifyAccessToken(AccessToken);
    const activity = { type: 'PasswordChange', name: user.username, response: 'Pass' } as const;
    return recordActivity({ cognito, pool, client }, activity, async () => {
      if (user.status === 'EXTERNAL_PROVIDER') {
        throw notAuthorized('User password cannot be changed in the current state.');
      }
      if (user.password || hasImportedPassword(cognito, user)) {
        if (!PreviousPassword) throw invalidParameter('Missing required parameter PreviousPassword');
        await provePassword(cognito, pool, { name: user.username, user, password: PreviousPassword });
      }
      const limited = { pool, name: user.username, action: 'ChangePassword', perHour: changesPerHour };
      checkHourlyLimit(cognito, limited);
      const now = cognito.clock();
      changeUser(cognito, pool, user.username, (current) => ({
        ...replacePassword(pool, current, ProposedPassword, now),
        updatedAt: now,
      }));
      countAttempt(cognito, limited);
      return {};
    });
  },
});
