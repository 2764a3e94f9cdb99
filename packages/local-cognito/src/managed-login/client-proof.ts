import { secretsOf } from '../clients/client-secrets.ts';
import { computeSecretHash } from '../crypto/secret-hash.ts';
import type { ClientRecord } from '../storage/records.ts';

/** `SECRET_HASH`, for functions that ask an app for it: managed login acts for the app. */
function secretHash(client: ClientRecord, username: string): string | undefined {
  const [secret] = secretsOf(client);
  return secret && computeSecretHash({ clientSecret: secret.value, username, clientId: client.id });
}

/** As `AuthParameters` and `ChallengeResponses` begin. */
export function namedParameters(client: ClientRecord, username: string): Record<string, string> {
  const hash = secretHash(client, username);
  return { USERNAME: username, ...(hash !== undefined && { SECRET_HASH: hash }) };
}

/** As the input of public operations on a user begins. */
export function namedInput(client: ClientRecord, username: string) {
  return { ClientId: client.id, Username: username, SecretHash: secretHash(client, username) };
}
