import {
  brandingKey,
  brandingKind,
  brandingSettings,
  checkBrandingSettings,
  describeBranding,
  findBranding,
} from '../branding/managed-login-branding.ts';
import { epochSeconds } from '../clock.ts';
import { findPool } from '../pools/find-pool.ts';
import { invalidParameter } from '../wire/errors.ts';
import { defineOperation } from '../wire/operation.ts';

/** Replaces the style. Both ids are optional in the service model, and needed all the same. */
export default defineOperation({
  name: 'UpdateManagedLoginBranding',
  authorization: 'iam',
  storedOnly: 'The style is kept and shown; managed login pages, which would wear it, are not served yet.',
  input: brandingSettings.extend(brandingKey.partial().shape),
  handle({ UserPoolId, ManagedLoginBrandingId, ...settings }, cognito) {
    if (UserPoolId === undefined || ManagedLoginBrandingId === undefined) {
      throw invalidParameter('UserPoolId and ManagedLoginBrandingId are required.');
    }
    findPool(cognito, UserPoolId);
    checkBrandingSettings(settings);
    const before = findBranding(cognito, UserPoolId, ManagedLoginBrandingId);
    const branding = {
      ...before,
      UseCognitoProvidedValues: settings.UseCognitoProvidedValues ?? false,
      Settings: settings.Settings,
      Assets: settings.Assets,
      LastModifiedDate: epochSeconds(cognito.clock),
    };
    cognito.store.documents.put(brandingKind, { poolId: UserPoolId, id: ManagedLoginBrandingId }, branding);
    return { ManagedLoginBranding: describeBranding(branding) };
  },
});
