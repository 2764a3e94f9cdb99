import { createHash, timingSafeEqual } from 'node:crypto';
import { secretsOf } from '../clients/client-secrets.ts';
import { isSecretHashValid } from '../crypto/secret-hash.ts';
import type { ClientRecord } from '../storage/records.ts';
import { notAuthorized } from '../wire/errors.ts';

/**
 * A client with a secret proves it, or its second one, with SECRET_HASH over the user name it sends. Clients without
 * one need not. Throws NotAuthorizedException.
 */
export function checkSecretHash(client: ClientRecord, username: string, received: string | undefined): void {
  const { id } = client;
  const secrets = secretsOf(client);
  if (secrets.length === 0) return;
  if (!received)
    throw notAuthorized(`Client ${id} is configured with secret but SECRET_HASH was not received`);
  const fits = secrets.map(({ value }) =>
    isSecretHashValid(received, { clientSecret: value, username, clientId: id }),
  );
  if (!fits.includes(true)) {
    throw notAuthorized(`SecretHash does not match for the client: ${id}`);
  }
}

/** The secret itself, as GetTokensFromRefreshToken and RevokeToken take it. Throws NotAuthorizedException. */
export function checkClientSecret(client: ClientRecord, received: string | undefined): void {
  const { id } = client;
  const secrets = secretsOf(client);
  if (secrets.length === 0) return;
  if (!received)
    throw notAuthorized(`Client ${id} is configured with secret but ClientSecret was not received`);
  const fits = secrets.map(({ value }) => timingSafeEqual(digest(received), digest(value)));
  if (!fits.includes(true)) {
    throw notAuthorized(`ClientSecret does not match for the client: ${id}`);
  }
}

const digest = (text: string) => createHash('sha256').update(text).digest();
