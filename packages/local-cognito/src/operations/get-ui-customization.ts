import * as z from 'zod';
import { allClients, checkCustomized, uiCustomizationOf } from '../branding/ui-customization.ts';
import { clientId, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

/** The client's look, else that of all clients, else nothing. */
export default defineOperation({
  name: 'GetUICustomization',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId, ClientId: clientId.optional() }),
  handle({ UserPoolId, ClientId = allClients }, cognito) {
    checkCustomized(cognito, UserPoolId, ClientId);
    return { UICustomization: uiCustomizationOf(cognito, UserPoolId, ClientId) ?? {} };
  },
});
