/**
 * A line as Cognito exports it to CloudWatch Logs, S3 or Firehose (developer guide, "Exporting logs from Amazon Cognito
 * user pools").
 */
export interface LogEntry {
  /** Epoch ms, as text. */
  eventTimestamp: string;
  eventSource: 'USER_AUTH_EVENTS' | 'USER_NOTIFICATION';
  logLevel: 'INFO' | 'ERROR';
  /** What a user did; or `details` of a message that was not delivered. */
  message: ActivityMessage | { details: string };
  logSourceId: { userPoolId: string };
}

/** Everything is text; what is not known is empty. */
export interface ActivityMessage {
  version: '1';
  /** The `EventId` of AdminListUserAuthEvents. */
  eventId: string;
  eventType: string;
  userSub: string;
  userName: string;
  userPoolId: string;
  clientId: string;
  /** Such as `Wed Jul 17 17:25:55 UTC 2024`. */
  creationDate: string;
  eventResponse: string;
  riskLevel: string;
  riskDecision: string;
  /** Such as `Password:Success`. */
  challenges: string[];
  deviceName: string;
  ipAddress: string;
  requestId: string;
  idpName: string;
  compromisedCredentialDetected: string;
  city: string;
  country: string;
  eventFeedbackValue: string;
  eventFeedbackDate: string;
  eventFeedbackProvider: string;
  hasContextData: string;
}

/** What of an entry must be as given; what is left out may be anything. */
export interface LogFilter {
  poolId?: string | undefined;
  /** `USER_AUTH_EVENTS` or `USER_NOTIFICATION`. */
  eventSource?: string | undefined;
}
