import { findPool } from '../pools/find-pool.ts';
import { findTerms, termsKey, termsKind } from '../terms/terms.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'DeleteTerms',
  authorization: 'iam',
  input: termsKey,
  handle({ UserPoolId, TermsId }, cognito) {
    findPool(cognito, UserPoolId);
    findTerms(cognito, UserPoolId, TermsId);
    cognito.store.documents.delete(termsKind, UserPoolId, TermsId);
    return undefined;
  },
});
