import { feedbackSettings } from '../threat-protection/auth-event-feedback.ts';
import { checkThreatProtection } from '../threat-protection/risk-configuration.ts';
import { notAuthorized } from '../wire/errors.ts';
import { token, username, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

/** Authorised by the token of a notification e-mail. */
export default defineOperation({
  name: 'UpdateAuthEventFeedback',
  authorization: 'public',
  storedOnly: 'No notification is sent here, so no feedback token is ever valid.',
  input: feedbackSettings.extend({ UserPoolId: userPoolId, Username: username, FeedbackToken: token }),
  handle({ UserPoolId }, cognito) {
    checkThreatProtection(cognito, UserPoolId);
    throw notAuthorized('Invalid feedback token.');
  },
});
