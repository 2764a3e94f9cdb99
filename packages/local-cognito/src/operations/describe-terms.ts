import { findPool } from '../pools/find-pool.ts';
import { findTerms, termsKey } from '../terms/terms.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'DescribeTerms',
  authorization: 'iam',
  input: termsKey,
  handle({ UserPoolId, TermsId }, cognito) {
    findPool(cognito, UserPoolId);
    return { Terms: findTerms(cognito, UserPoolId, TermsId) };
  },
});
