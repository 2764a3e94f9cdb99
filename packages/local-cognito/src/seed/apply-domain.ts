import { domainsOf } from '../domains/domain.ts';
import type { Application } from './apply-pool.ts';
import type { SeedPool } from './seed-schema.ts';

/** A prefix domain that the pool has under another name gives way; a custom one stays. */
export async function applyDomain(
  { cognito, operations }: Application,
  UserPoolId: string,
  { prefix: Domain, managedLoginVersion: ManagedLoginVersion }: NonNullable<SeedPool['domain']>,
): Promise<void> {
  const existing = domainsOf(cognito, UserPoolId).find(({ CustomDomainConfig }) => !CustomDomainConfig);
  const settings = { UserPoolId, Domain, ManagedLoginVersion };
  if (existing?.Domain === Domain) {
    await operations.call('UpdateUserPoolDomain', settings);
    return;
  }
  if (existing) await operations.call('DeleteUserPoolDomain', { UserPoolId, Domain: existing.Domain });
  await operations.call('CreateUserPoolDomain', settings);
}
