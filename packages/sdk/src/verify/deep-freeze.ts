/** Freezes a JSON-like value through and through, without recursion: claims may be nested as deep as a token is long. */
export function deepFreeze<T extends object>(value: T): T {
  const left: object[] = [value];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    for (const inner of Object.values(next)) {
      if (typeof inner === 'object' && inner !== null) left.push(inner);
    }
    Object.freeze(next);
  }
  return value;
}
