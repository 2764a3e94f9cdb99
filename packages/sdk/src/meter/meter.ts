import { setTimeout as delay } from 'node:timers/promises';
import {
  type Clock,
  CohabitError,
  newId,
  systemClock,
  type TenantId,
  type UsageRecord,
  usageHour,
} from '@cohabit/core';

/** Where a meter writes. Records are cumulative: writing one again, or a later one of the same key, counts once. */
export interface UsageSink {
  write(records: UsageRecord[]): Promise<void>;
}

/** Counts in memory and writes in the background. Dispose of it after the server has stopped. */
export interface Meter extends AsyncDisposable {
  /** Adds to what the tenant used in this hour. `quantity` is a whole number of 0 or more; throws after disposal. */
  count(tenantId: TenantId, meter: string, quantity?: number): void;
  /** Writes what is not written yet; rejects with the sink's error, keeping all counts. */
  flush(): Promise<void>;
}

interface Counter {
  record: UsageRecord;
  writtenQuantity: number;
}

const HOUR_MS = 3_600_000;
const LAST_FLUSH_PAUSES_MS = [100, 200, 400, 800];

/**
 * Makes a meter with its own source id. A failed flush keeps its counts for the next one; disposal flushes and rejects
 * if the sink still fails after five attempts. The timer does not keep the process alive.
 */
export function createMeter(options: {
  sink: UsageSink;
  clock?: Clock;
  /** 1,000 ms if absent. */
  flushIntervalMs?: number;
}): Meter {
  const { sink, clock = systemClock, flushIntervalMs = 1000 } = options;
  const source = newId('src', clock);
  const counters = new Map<string, Counter>();
  let isClosed = false;
  let lastFlush: Promise<void> = Promise.resolve();

  /** Of past hours only the last stays, so that a clock set back a little goes on counting where it was. */
  function forgetWritten(): void {
    const oldest = usageHour(clock() - HOUR_MS);
    for (const [key, { record, writtenQuantity }] of counters) {
      if (record.hour < oldest && writtenQuantity === record.quantity) counters.delete(key);
    }
  }

  async function writeChanged(): Promise<void> {
    const changed = [...counters.values()].filter((c) => c.record.quantity !== c.writtenQuantity);
    const records = changed.map((counter) => ({ ...counter.record }));
    if (records.length > 0) await sink.write(records);
    for (const [i, counter] of changed.entries()) counter.writtenQuantity = records[i]?.quantity ?? 0;
    forgetWritten();
  }

  /** One flush at a time: an older cumulative record must never overwrite a newer one. */
  function flush(): Promise<void> {
    const turn = lastFlush.then(writeChanged);
    lastFlush = turn.catch(() => {});
    return turn;
  }

  let isFlushing = false;
  const timer = setInterval(() => {
    if (isFlushing) return;
    isFlushing = true;
    flush()
      .catch(() => {})
      .finally(() => {
        isFlushing = false;
      });
  }, flushIntervalMs);
  timer.unref();

  return {
    count(tenantId, meter, quantity = 1) {
      if (isClosed)
        throw new CohabitError('internal', 'The meter is closed: stop the server before the meter.');
      if (!Number.isSafeInteger(quantity) || quantity < 0) {
        throw new CohabitError(
          'invalid_request',
          `A quantity is a whole number of 0 or more, not ${quantity}.`,
        );
      }
      const hour = usageHour(clock());
      const key = `${tenantId}/${meter}/${hour}`;
      const counter = counters.get(key);
      if (counter) counter.record.quantity += quantity;
      else
        counters.set(key, {
          record: { tenantId, meter, hour, source, quantity, version: 0 },
          writtenQuantity: 0,
        });
    },
    flush,
    async [Symbol.asyncDispose]() {
      isClosed = true;
      clearInterval(timer);
      for (const pauseMs of LAST_FLUSH_PAUSES_MS) {
        try {
          return await flush();
        } catch {
          await delay(pauseMs);
        }
      }
      await flush();
    },
  };
}
