import type { LogEntry } from '../log-delivery/log-entry.ts';
import type { Store } from './store.ts';

const kept = 1000;

/** The last 1,000 lines that pools exported, in memory only: a stand-in for the log group, bucket or stream. */
export function createLogs(): Store['logs'] {
  const entries: LogEntry[] = [];
  return {
    add(entry) {
      entries.push(entry);
      if (entries.length > kept) entries.shift();
    },
    list({ poolId, eventSource } = {}) {
      return entries.filter(
        (entry) =>
          (poolId === undefined || entry.logSourceId.userPoolId === poolId) &&
          (eventSource === undefined || entry.eventSource === eventSource),
      );
    },
  };
}
