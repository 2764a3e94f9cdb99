/** A JSON value as the AWS SDK takes and gives it. */
type Members = { [name: string]: unknown };

/**
 * Whether everything that is desired stands in what was observed. Members that are not desired are nobody's business;
 * lists of texts are sets.
 */
export function holds(observed: unknown, desired: unknown): boolean {
  if (Array.isArray(desired)) {
    if (!Array.isArray(observed) || observed.length !== desired.length) return false;
    return desired.every((item) => observed.some((other) => holds(other, item)));
  }
  if (!isMembers(desired)) return observed === desired;
  return Object.entries(desired).every(
    ([name, value]) => value === undefined || holds(isMembers(observed) ? observed[name] : undefined, value),
  );
}

/** What was observed with the desired members put in; everything else stays as it was. Lists are replaced. */
export function merged<T>(observed: unknown, desired: T): T {
  if (!isMembers(desired) || !isMembers(observed)) return desired;
  const result: Members = { ...observed };
  for (const [name, value] of Object.entries(desired)) {
    if (value !== undefined) result[name] = merged(observed[name], value);
  }
  return result as T;
}

/** The object without these members and without those that are undefined. */
export function without(value: object, names: readonly string[]): Members {
  return Object.fromEntries(
    Object.entries(value).filter(([name, member]) => member !== undefined && !names.includes(name)),
  );
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
