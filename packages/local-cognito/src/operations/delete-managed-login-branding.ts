import { brandingKey, deleteBranding, findBranding } from '../branding/managed-login-branding.ts';
import { findPool } from '../pools/find-pool.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'DeleteManagedLoginBranding',
  authorization: 'iam',
  input: brandingKey,
  handle({ UserPoolId, ManagedLoginBrandingId }, cognito) {
    findPool(cognito, UserPoolId);
    deleteBranding(cognito, findBranding(cognito, UserPoolId, ManagedLoginBrandingId));
    return undefined;
  },
});
