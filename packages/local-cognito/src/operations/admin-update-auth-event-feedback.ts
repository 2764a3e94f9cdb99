import { feedbackSettings, giveFeedback } from '../threat-protection/auth-event-feedback.ts';
import { checkThreatProtection } from '../threat-protection/risk-configuration.ts';
import { findUser } from '../users/find-user.ts';
import { username, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'AdminUpdateAuthEventFeedback',
  authorization: 'iam',
  input: feedbackSettings.extend({ UserPoolId: userPoolId, Username: username }),
  handle({ UserPoolId, Username, ...feedback }, cognito) {
    checkThreatProtection(cognito, UserPoolId);
    const { pool, user } = findUser(cognito, UserPoolId, Username);
    giveFeedback(cognito, pool, user, feedback);
    return {};
  },
});
