import type { ClientRecord } from '../storage/records.ts';

/**
 * Kinds of documents that hold nothing secret. Kinds that are not named here, such as codes, devices and identity
 * providers with their secrets, are exported only when secrets are asked for.
 */
export const shareableKinds: ReadonlySet<string> = new Set([
  'client-session-configuration',
  'domain',
  'group',
  'group-member',
  'linked-identity',
  'log-delivery',
  'managed-login-branding',
  'managed-login-branding-of-client',
  'replica',
  'resource-server',
  'risk-configuration',
  'session-configuration',
  'terms',
  'ui-customization',
  'user-of-group',
]);

/** A client without what authenticates it. */
export function withoutClientSecrets({ secrets: _, ...record }: ClientRecord): ClientRecord {
  const { ClientSecret: __, ...client } = record.client;
  return { ...record, client };
}
