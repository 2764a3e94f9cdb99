/** Milliseconds since the epoch. Tests pass one they can move. */
export type Clock = () => number;

export const systemClock: Clock = () => Date.now();

/** Cognito's wire and token time: seconds since the epoch. */
export function epochSeconds(clock: Clock): number {
  return Math.floor(clock() / 1000);
}
