import {
  brandingKey,
  brandingSettings,
  changeBranding,
  checkBrandingSettings,
  describeBranding,
  findBranding,
  storeBranding,
} from '../branding/managed-login-branding.ts';
import { epochSeconds } from '../clock.ts';
import { findPool } from '../pools/find-pool.ts';
import { invalidParameter } from '../wire/errors.ts';
import { defineOperation } from '../wire/operation.ts';

/** Changes what is given and keeps the rest. Both ids are optional in the service model, and needed all the same. */
export default defineOperation({
  name: 'UpdateManagedLoginBranding',
  authorization: 'iam',
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
      ...changeBranding(before, settings),
      LastModifiedDate: epochSeconds(cognito.clock),
    };
    storeBranding(cognito, branding);
    return { ManagedLoginBranding: describeBranding(branding) };
  },
});
