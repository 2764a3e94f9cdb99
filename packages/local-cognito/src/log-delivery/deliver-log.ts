import type { Cognito } from '../cognito.ts';
import { type LogConfiguration, logDeliveryId, logDeliveryKind } from './log-delivery.ts';
import type { LogEntry } from './log-entry.ts';

const sources = {
  userNotification: { eventSource: 'USER_NOTIFICATION', logLevel: 'ERROR' },
  userAuthEvents: { eventSource: 'USER_AUTH_EVENTS', logLevel: 'INFO' },
} as const;

/** Exports a line, in a pool that has a log configuration for its source. */
export function deliverLog(
  cognito: Pick<Cognito, 'store' | 'clock'>,
  poolId: string,
  source: LogConfiguration['EventSource'],
  message: LogEntry['message'],
): void {
  const { store, clock } = cognito;
  const configured = store.documents.get(logDeliveryKind, poolId, logDeliveryId) ?? [];
  if (!configured.some(({ EventSource }) => EventSource === source)) return;
  store.logs.add({
    eventTimestamp: String(clock()),
    ...sources[source],
    message,
    logSourceId: { userPoolId: poolId },
  });
}
