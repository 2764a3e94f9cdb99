import * as z from 'zod';
import { allClients, checkCustomized, uiCustomizationKind } from '../branding/ui-customization.ts';
import { clientId, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

/** The client's look, else that of all clients, else nothing. */
export default defineOperation({
  name: 'GetUICustomization',
  authorization: 'iam',
  storedOnly: 'Answers what was stored; the classic hosted UI is not served yet.',
  input: z.object({ UserPoolId: userPoolId, ClientId: clientId.optional() }),
  handle({ UserPoolId, ClientId = allClients }, cognito) {
    checkCustomized(cognito, UserPoolId, ClientId);
    const { documents } = cognito.store;
    const look =
      documents.get(uiCustomizationKind, UserPoolId, ClientId) ??
      documents.get(uiCustomizationKind, UserPoolId, allClients);
    return { UICustomization: look ?? {} };
  },
});
