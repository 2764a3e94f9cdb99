import { createHash, timingSafeEqual } from 'node:crypto';
import { isSecretHashValid } from '../crypto/secret-hash.ts';
import type { ClientRecord } from '../storage/records.ts';
import { notAuthorized } from '../wire/errors.ts';

/**
 * A client with a secret proves it with SECRET_HASH over the user name it sends. Clients without one need not.
 * Throws NotAuthorizedException.
 */
export function checkSecretHash(
  { id, client }: ClientRecord,
  username: string,
  received: string | undefined,
): void {
  if (!client.ClientSecret) return;
  if (!received)
    throw notAuthorized(`Client ${id} is configured with secret but SECRET_HASH was not received`);
  if (!isSecretHashValid(received, { clientSecret: client.ClientSecret, username, clientId: id })) {
    throw notAuthorized(`SecretHash does not match for the client: ${id}`);
  }
}

/** The secret itself, as GetTokensFromRefreshToken and RevokeToken take it. Throws NotAuthorizedException. */
export function checkClientSecret({ id, client }: ClientRecord, received: string | undefined): void {
  if (!client.ClientSecret) return;
  if (!received)
    throw notAuthorized(`Client ${id} is configured with secret but ClientSecret was not received`);
  if (!timingSafeEqual(digest(received), digest(client.ClientSecret))) {
    throw notAuthorized(`ClientSecret does not match for the client: ${id}`);
  }
}

const digest = (text: string) => createHash('sha256').update(text).digest();
