import { randomUUID } from 'node:crypto';
import { findClient } from '../clients/find-client.ts';
import { epochSeconds } from '../clock.ts';
import { checkLinks, checkTermsName, termsKind, termsSettings } from '../terms/terms.ts';
import { clientId, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'CreateTerms',
  authorization: 'iam',
  input: termsSettings.extend({ UserPoolId: userPoolId, ClientId: clientId }),
  handle({ Links = {}, ...settings }, cognito) {
    const { UserPoolId } = settings;
    findClient(cognito, UserPoolId, settings.ClientId);
    checkLinks(Links);
    const now = epochSeconds(cognito.clock);
    const Terms = {
      TermsId: randomUUID(),
      ...settings,
      Links,
      CreationDate: now,
      LastModifiedDate: now,
    };
    checkTermsName(cognito, Terms);
    cognito.store.documents.put(termsKind, { poolId: UserPoolId, id: Terms.TermsId }, Terms);
    return { Terms };
  },
});
