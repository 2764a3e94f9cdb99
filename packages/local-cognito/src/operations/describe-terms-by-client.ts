import * as z from 'zod';
import { findClient } from '../clients/find-client.ts';
import { termsName, termsOfClient } from '../terms/terms.ts';
import { resourceNotFound } from '../wire/errors.ts';
import { clientId, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'DescribeTermsByClient',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId, ClientId: clientId, TermsName: termsName }),
  handle({ UserPoolId, ClientId, TermsName }, cognito) {
    findClient(cognito, UserPoolId, ClientId);
    const Terms = termsOfClient(cognito, UserPoolId, ClientId, TermsName);
    if (!Terms) throw resourceNotFound(`The app client ${ClientId} has no terms named ${TermsName}.`);
    return { Terms };
  },
});
