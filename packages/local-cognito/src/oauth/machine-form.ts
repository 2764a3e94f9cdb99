import type { DomainRequest } from './domain-request.ts';
import { OAuthError } from './oauth-error.ts';
import { parameter, repeatedName } from './single-values.ts';

/** What an app posted. Throws an `OAuthError` for another content type, and for parameters that repeat. */
export async function machineForm(request: DomainRequest): Promise<URLSearchParams> {
  const type = request.headers['content-type'] ?? '';
  if (type.split(';')[0]?.trim().toLowerCase() !== 'application/x-www-form-urlencoded') {
    throw new OAuthError('invalid_request', 'Expected the content type application/x-www-form-urlencoded.');
  }
  const form = await request.form();
  const repeated = repeatedName(form);
  if (repeated !== undefined) {
    throw new OAuthError(
      'invalid_request',
      `The parameter ${repeated} stands in the request more than once.`,
    );
  }
  return form;
}

/** Throws an `OAuthError` when it is missing or empty. */
export function requireValue(form: URLSearchParams, name: string): string {
  const value = parameter(form, name);
  if (value === undefined) throw new OAuthError('invalid_request', `The parameter ${name} is missing.`);
  return value;
}
