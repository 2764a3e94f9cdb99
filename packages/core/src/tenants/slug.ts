import { CohabitError } from '../errors.ts';

const SLUG = /^[a-z](?:[a-z0-9]|-(?!-)){0,28}[a-z0-9]$/;
const RESERVED = new Set(['admin', 'api', 'app', 'auth', 'cohabit', 'console', 'login', 'operators', 'www']);

/**
 * A slug stands in addresses and in names at Cognito: 2 to 30 characters, lower-case letters, digits and single
 * hyphens, first a letter, last not a hyphen. Throws `slug_invalid`.
 */
export function requireSlug(slug: string): string {
  if (SLUG.test(slug) && !RESERVED.has(slug)) return slug;
  const shown = slug.slice(0, 60);
  const problem = RESERVED.has(slug)
    ? 'is reserved. Choose another.'
    : 'is not valid. A slug has 2 to 30 lower-case letters, digits and single hyphens, starts with a letter and does not end with a hyphen.';
  throw new CohabitError('slug_invalid', `The slug "${shown}" ${problem}`, { details: { slug: shown } });
}
