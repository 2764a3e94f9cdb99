import type { PoolRecord } from '../storage/records.ts';

const notImported = new Set(['sub', 'identities']);

/** Of a job with a `PasswordHashingAlgorithm`; it may be left out. */
export const passwordHashColumn = 'cognito:password_hash';

/** The columns of a pool's import file: its attributes, then the two of Cognito's own. */
export function csvHeader({ pool }: PoolRecord): string[] {
  const attributes = pool.SchemaAttributes.flatMap(({ Name }) =>
    Name !== undefined && !notImported.has(Name) ? [Name] : [],
  );
  return [...attributes, 'cognito:mfa_enabled', 'cognito:username'];
}

/** What is wrong with the first line of an import file, if anything. */
export function headerProblem(pool: PoolRecord, header: readonly string[]): string | undefined {
  const expected = csvHeader(pool);
  const missing = expected.filter((name) => !header.includes(name));
  if (missing.length > 0) return `The header lacks the columns ${missing.join(', ')}.`;
  const unknown = header.filter((name) => !expected.includes(name) && name !== passwordHashColumn);
  if (unknown.length > 0) return `The header has columns that are no attributes: ${unknown.join(', ')}.`;
  return new Set(header).size < header.length ? 'The header names a column twice.' : undefined;
}
