import { brandingOfClient } from '../branding/managed-login-branding.ts';
import createManagedLoginBranding from '../operations/create-managed-login-branding.ts';
import type { Application } from './apply-pool.ts';
import { checkMembers } from './operations.ts';
import type { SeedClient } from './seed-schema.ts';

/**
 * Without a style Cognito shows no pages of managed login, so that a client has Cognito's own one unless the seed says
 * otherwise. One that it has already changes only where the seed gives it.
 */
export async function applyBranding(
  { cognito, operations }: Application,
  UserPoolId: string,
  ClientId: string,
  branding: SeedClient['branding'],
): Promise<void> {
  if (branding) checkMembers(createManagedLoginBranding, branding);
  const ManagedLoginBrandingId = brandingOfClient(cognito, UserPoolId, ClientId)?.ManagedLoginBrandingId;
  const key = { UserPoolId, ManagedLoginBrandingId };
  if (branding === false) {
    if (ManagedLoginBrandingId !== undefined) await operations.call('DeleteManagedLoginBranding', key);
  } else if (ManagedLoginBrandingId === undefined) {
    const style = branding ?? { UseCognitoProvidedValues: true };
    await operations.call('CreateManagedLoginBranding', { ...style, UserPoolId, ClientId });
  } else if (branding) {
    await operations.call('UpdateManagedLoginBranding', { ...branding, ...key });
  }
}
