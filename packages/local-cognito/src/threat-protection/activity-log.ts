import { randomUUID } from 'node:crypto';
import type { ActivityMessage } from '../log-delivery/log-entry.ts';
import type { ClientRecord, UserRecord } from '../storage/records.ts';
import type { AuthEvent } from './auth-event.ts';

/** An event as the export of user activity says it. */
export function activityMessage(event: AuthEvent, user: UserRecord, client: ClientRecord): ActivityMessage {
  const { EventContextData: context } = event;
  return {
    version: '1',
    eventId: event.EventId,
    eventType: event.EventType,
    userSub: user.sub,
    userName: user.username,
    userPoolId: user.poolId,
    clientId: client.id,
    creationDate: toDateText(event.CreationDate * 1000),
    eventResponse: event.EventResponse,
    riskLevel: '',
    riskDecision: 'PASS',
    challenges: event.ChallengeResponses.map((of) => `${of.ChallengeName}:${of.ChallengeResponse}`),
    deviceName: '',
    ipAddress: context.IpAddress ?? '',
    requestId: randomUUID(),
    idpName: '',
    compromisedCredentialDetected: 'false',
    city: '',
    country: '',
    eventFeedbackValue: '',
    eventFeedbackDate: '',
    eventFeedbackProvider: '',
    hasContextData: String(context.IpAddress !== undefined),
  };
}

/** `Wed, 17 Jul 2024 17:25:55 GMT` as `Wed Jul 17 17:25:55 UTC 2024`. */
function toDateText(at: number): string {
  const [weekday = '', day, month, year, time] = new Date(at).toUTCString().split(' ');
  return `${weekday.slice(0, -1)} ${month} ${day} ${time} UTC ${year}`;
}
