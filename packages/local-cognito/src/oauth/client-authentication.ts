import { secretsOf } from '../clients/client-secrets.ts';
import { checkClientSecret } from '../flows/client-secret.ts';
import type { ClientRecord } from '../storage/records.ts';
import { CognitoError } from '../wire/errors.ts';
import type { DomainRequest } from './domain-request.ts';
import { OAuthError } from './oauth-error.ts';
import { parameter } from './single-values.ts';

/**
 * The client that calls: one with a secret proves it in the `Authorization` header or in the form, never in both (RFC
 * 6749 §2.3); a public one names itself. Throws an `OAuthError`, also for a client of another pool.
 */
export function authenticateClient(
  { cognito, pool, headers }: DomainRequest,
  form: URLSearchParams,
  { failureStatus = 400 }: { failureStatus?: number } = {},
): ClientRecord {
  const basic = readBasic(headers.authorization);
  const posted = { id: parameter(form, 'client_id'), secret: parameter(form, 'client_secret') };
  if (basic && posted.secret !== undefined) {
    throw new OAuthError('invalid_request', 'The client secret was sent in two ways; expected one.');
  }
  if (basic && posted.id !== undefined && posted.id !== basic.id) {
    throw new OAuthError('invalid_request', 'The client_id is not the one of the Authorization header.');
  }
  const { id, secret } = basic ?? posted;
  if (id === undefined) throw new OAuthError('invalid_request', 'The client_id is missing.');
  const failed = () =>
    new OAuthError('invalid_client', 'The client is unknown or its secret is wrong.', failureStatus);
  const client = cognito.store.clients.get(id);
  if (client?.poolId !== pool.id) throw failed();
  if (secret !== undefined && secretsOf(client).length === 0) throw failed();
  try {
    checkClientSecret(client, secret);
  } catch (error) {
    if (error instanceof CognitoError) throw failed();
    throw error;
  }
  return client;
}

/** Both parts are form-encoded before they are put together (RFC 6749 §2.3.1). */
function readBasic(header: string | undefined): { id: string; secret: string } | undefined {
  if (header === undefined) return undefined;
  const [, encoded] = /^basic +([A-Za-z0-9+/=_-]+) *$/i.exec(header) ?? [];
  const [id, secret, ...more] = Buffer.from(encoded ?? '', 'base64')
    .toString()
    .split(':')
    .map(formDecoded);
  if (!id || !secret || more.length > 0) {
    throw new OAuthError(
      'invalid_request',
      'The Authorization header must be Basic with client id and secret.',
    );
  }
  return { id, secret };
}

function formDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
