/** Milliseconds since the epoch. Injected wherever time matters, so that tests can move it. */
export type Clock = () => number;

/** The time of the machine. */
export const systemClock: Clock = () => Date.now();

/** ISO-8601 UTC, as all times stand in records and JSON. */
export function isoNow(clock: Clock): string {
  return new Date(clock()).toISOString();
}
