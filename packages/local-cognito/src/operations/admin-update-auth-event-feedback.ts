import { epochSeconds } from '../clock.ts';
import { feedbackKind, feedbackSettings } from '../threat-protection/auth-event-feedback.ts';
import { checkThreatProtection } from '../threat-protection/risk-configuration.ts';
import { findUser } from '../users/find-user.ts';
import { username, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'AdminUpdateAuthEventFeedback',
  authorization: 'iam',
  storedOnly: 'The feedback is kept for any event id, and changes no assessment.',
  input: feedbackSettings.extend({ UserPoolId: userPoolId, Username: username }),
  handle({ UserPoolId, Username, EventId, FeedbackValue }, cognito) {
    checkThreatProtection(cognito, UserPoolId);
    const { user } = findUser(cognito, UserPoolId, Username);
    const key = { poolId: UserPoolId, id: `${user.username}/${EventId}`, owner: user.username };
    const FeedbackDate = epochSeconds(cognito.clock);
    cognito.store.documents.put(feedbackKind, key, { FeedbackValue, Provider: 'Admin', FeedbackDate });
    return {};
  },
});
