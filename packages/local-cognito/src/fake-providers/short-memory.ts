import type { Clock } from '../clock.ts';

/** What is worth remembering for a while only: it is gone with the process. */
export interface ShortMemory<T> {
  get(key: string): T | undefined;
  put(key: string, value: T): void;
  /** Answers it for the last time. */
  take(key: string): T | undefined;
}

/** More are never kept; the oldest go first. */
const capacity = 1000;

export function createShortMemory<T>(clock: Clock, seconds: number): ShortMemory<T> {
  const kept = new Map<string, { value: T; until: number }>();
  const get = (key: string) => {
    const entry = kept.get(key);
    return entry && entry.until > clock() ? entry.value : undefined;
  };
  return {
    get,
    put(key, value) {
      kept.set(key, { value, until: clock() + seconds * 1000 });
      const [oldest] = kept.keys();
      if (kept.size > capacity && oldest !== undefined) kept.delete(oldest);
    },
    take(key) {
      const value = get(key);
      kept.delete(key);
      return value;
    },
  };
}
