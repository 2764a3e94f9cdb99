import { brandingKey, brandingKind, findBranding } from '../branding/managed-login-branding.ts';
import { findPool } from '../pools/find-pool.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'DeleteManagedLoginBranding',
  authorization: 'iam',
  input: brandingKey,
  handle({ UserPoolId, ManagedLoginBrandingId }, cognito) {
    findPool(cognito, UserPoolId);
    findBranding(cognito, UserPoolId, ManagedLoginBrandingId);
    cognito.store.documents.delete(brandingKind, UserPoolId, ManagedLoginBrandingId);
    return undefined;
  },
});
