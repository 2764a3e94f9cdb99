/** Milliseconds since the epoch. Tests pass one they can move. */
export type Clock = () => number;

export const systemClock: Clock = () => Date.now();

/** Cognito's wire and token time: seconds since the epoch. */
export function epochSeconds(clock: Clock): number {
  return Math.floor(clock() / 1000);
}

/** The server's time, for tests that let tokens, codes and sessions expire. Never runs backwards by itself. */
export interface SettableClock {
  /** Epoch milliseconds. */
  now(): number;
  /** Moves the time by so many milliseconds; it goes on from there at its usual pace. */
  advance(ms: number): void;
  /** Sets the time; it goes on from there at its usual pace. Throws RangeError for what is not a date. */
  set(time: Date | number | string): void;
}

/** The system's time until it is moved. */
export function createSettableClock(): SettableClock {
  let offsetMs = 0;
  const now = () => systemClock() + offsetMs;
  return {
    now,
    advance(ms) {
      offsetMs += checkTime(now() + ms, `${ms}`) - now();
    },
    set(time) {
      offsetMs += checkTime(new Date(time).getTime(), String(time)) - now();
    },
  };
}

/** Token times are whole seconds: the years 1970 to 9999 are all that fits every reader of a token. */
const latest = Date.UTC(9999, 11, 31);

function checkTime(time: number, seen: string): number {
  if (time >= 0 && time <= latest) return time;
  throw new RangeError(`The clock cannot be moved to ${seen}: expected a time between 1970 and 9999.`);
}

/** Stands in where the server was started with a clock of its own. */
export function createFixedClock(clock: Clock): SettableClock {
  const refuse = () => {
    throw new Error("This clock cannot be moved: start local-cognito with clock: 'settable'.");
  };
  return { now: clock, advance: refuse, set: refuse };
}
