import * as z from 'zod';
import { brandingKey, describeBranding, findBranding } from '../branding/managed-login-branding.ts';
import { findPool } from '../pools/find-pool.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'DescribeManagedLoginBranding',
  authorization: 'iam',
  input: brandingKey.extend({ ReturnMergedResources: z.boolean().optional() }),
  handle({ UserPoolId, ManagedLoginBrandingId, ReturnMergedResources }, cognito) {
    findPool(cognito, UserPoolId);
    const branding = findBranding(cognito, UserPoolId, ManagedLoginBrandingId);
    return { ManagedLoginBranding: describeBranding(branding, { isMerged: ReturnMergedResources }) };
  },
});
