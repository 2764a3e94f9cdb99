/** The first parameter that stands in a query or form more than once, which RFC 6749 §3.1 and §3.2 forbid. */
export function repeatedName(parameters: URLSearchParams): string | undefined {
  const names = new Set<string>();
  for (const name of parameters.keys()) {
    if (names.has(name)) return name;
    names.add(name);
  }
  return undefined;
}

/** The parameter's value; without one it is as if it were not there (RFC 6749 §3.1). */
export function parameter(parameters: URLSearchParams, name: string): string | undefined {
  return parameters.get(name) || undefined;
}
