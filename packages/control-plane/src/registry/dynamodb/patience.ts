import { setTimeout as sleep } from 'node:timers/promises';

/** How long a call repeats what DynamoDB could not do just now before it gives up; a trigger has five seconds in all. */
const MAX_WAIT_MS = 3000;
const FIRST_DELAY_MS = 10;
const MAX_DELAY_MS = 400;

/** Waits before the next attempt, longer each time and never the same ("full jitter"); throws `error` when time is up. */
export type Patience = (error: unknown) => Promise<void>;

export function startPatience(): Patience {
  const deadline = Date.now() + MAX_WAIT_MS;
  let longest = FIRST_DELAY_MS;
  return async (error) => {
    if (Date.now() >= deadline) throw error;
    await sleep(Math.random() * longest);
    longest = Math.min(longest * 2, MAX_DELAY_MS);
  };
}
