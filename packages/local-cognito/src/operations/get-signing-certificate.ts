import * as z from 'zod';
import { signingCertificate } from '../federation/saml/signing-certificate.ts';
import { findPool } from '../pools/find-pool.ts';
import { userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'GetSigningCertificate',
  authorization: 'iam',
  input: z.object({ UserPoolId: userPoolId }),
  async handle({ UserPoolId }, cognito) {
    findPool(cognito, UserPoolId);
    const { certificate } = await signingCertificate(cognito, UserPoolId);
    return { Certificate: certificate };
  },
});
