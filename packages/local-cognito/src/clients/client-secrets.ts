import type { Cognito } from '../cognito.ts';
import type { ClientRecord, ClientSecretRecord } from '../storage/records.ts';
import { CognitoError, invalidParameter } from '../wire/errors.ts';
import { findClient } from './find-client.ts';

const maxSecrets = 2;

/** The client's secrets, oldest first; none for a public client. Each of them authenticates it. */
export function secretsOf({ id, client, secrets }: ClientRecord): readonly ClientSecretRecord[] {
  if (secrets) return secrets;
  const { ClientSecret: value, CreationDate: createdAt = 0 } = client;
  return value === undefined ? [] : [{ id: `${id}--${createdAt}`, value, createdAt }];
}

/** Throws ResourceNotFoundException, or InvalidParameterException for a client that has no secret. */
export function findConfidentialClient(cognito: Cognito, poolId: string, clientId: string): ClientRecord {
  const { client } = findClient(cognito, poolId, clientId);
  if (secretsOf(client).length === 0) {
    throw invalidParameter(`User pool client ${clientId} is a public client: it has no client secret.`);
  }
  return client;
}

/** The client with a second secret, made at `now` (epoch seconds). Throws LimitExceededException. */
export function addSecret(
  client: ClientRecord,
  value: string,
  now: number,
): { client: ClientRecord; added: ClientSecretRecord } {
  const secrets = secretsOf(client);
  if (secrets.length >= maxSecrets) {
    throw new CognitoError(
      'LimitExceededException',
      `User pool client ${client.id} already has ${maxSecrets} client secrets; delete one of them first.`,
    );
  }
  let epoch = now;
  while (secrets.some(({ id }) => id === `${client.id}--${epoch}`)) epoch += 1;
  const added = { id: `${client.id}--${epoch}`, value, createdAt: now };
  return { client: { ...client, secrets: [...secrets, added] }, added };
}

/** The client without this secret. Throws ResourceNotFoundException, or InvalidParameterException for the last one. */
export function removeSecret(client: ClientRecord, secretId: string): ClientRecord {
  const secrets = secretsOf(client);
  const kept = secrets.filter(({ id }) => id !== secretId);
  const [oldest] = kept;
  if (kept.length === secrets.length) {
    throw new CognitoError('ResourceNotFoundException', `Client secret ${secretId} does not exist.`);
  }
  if (!oldest) throw invalidParameter('The last client secret of an app client cannot be deleted.');
  return { ...client, client: { ...client.client, ClientSecret: oldest.value }, secrets: kept };
}

/** `ClientSecretDescriptorType`, without the value. */
export function describeSecret({ id, createdAt }: ClientSecretRecord) {
  return { ClientSecretId: id, ClientSecretCreateDate: createdAt };
}
