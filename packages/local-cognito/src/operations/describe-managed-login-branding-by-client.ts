import * as z from 'zod';
import { brandingClientKey, brandingOfClient, describeBranding } from '../branding/managed-login-branding.ts';
import { findClient } from '../clients/find-client.ts';
import { resourceNotFound } from '../wire/errors.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'DescribeManagedLoginBrandingByClient',
  authorization: 'iam',
  input: brandingClientKey.extend({ ReturnMergedResources: z.boolean().optional() }),
  handle({ UserPoolId, ClientId, ReturnMergedResources }, cognito) {
    findClient(cognito, UserPoolId, ClientId);
    const branding = brandingOfClient(cognito, UserPoolId, ClientId);
    if (!branding) {
      throw resourceNotFound(`The app client ${ClientId} has no managed login branding style.`);
    }
    return { ManagedLoginBranding: describeBranding(branding, { isMerged: ReturnMergedResources }) };
  },
});
