import type * as z from 'zod';

/** What is wrong with a document, one line per mistake: where, and what was expected. */
export function listIssues(issues: readonly z.core.$ZodIssue[]): string {
  return issues.map((issue) => `${place(issue.path)}: ${issue.message}`).join('\n');
}

/** `['pools', 0, 'name']` is `pools[0].name`. */
function place(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'The document';
  return path
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${String(key)}`))
    .join('');
}
