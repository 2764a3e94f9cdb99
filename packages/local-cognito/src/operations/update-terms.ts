import { epochSeconds } from '../clock.ts';
import { findPool } from '../pools/find-pool.ts';
import { checkLinks, checkTermsName, findTerms, termsKey, termsKind, termsSettings } from '../terms/terms.ts';
import { defineOperation } from '../wire/operation.ts';

/** Changes the members that are given. */
export default defineOperation({
  name: 'UpdateTerms',
  authorization: 'iam',
  input: termsSettings.partial().extend(termsKey.shape),
  handle({ UserPoolId, TermsId, ...changes }, cognito) {
    findPool(cognito, UserPoolId);
    const before = findTerms(cognito, UserPoolId, TermsId);
    const Terms = {
      ...before,
      TermsName: changes.TermsName ?? before.TermsName,
      Links: changes.Links ?? before.Links,
      LastModifiedDate: epochSeconds(cognito.clock),
    };
    checkLinks(Terms.Links);
    checkTermsName(cognito, Terms);
    cognito.store.documents.put(termsKind, { poolId: UserPoolId, id: TermsId }, Terms);
    return { Terms };
  },
});
