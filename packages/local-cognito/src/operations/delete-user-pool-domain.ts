import * as z from 'zod';
import { domainKind, domainName, findDomain } from '../domains/domain.ts';
import { findPool } from '../pools/find-pool.ts';
import { userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'DeleteUserPoolDomain',
  authorization: 'iam',
  input: z.object({ Domain: domainName, UserPoolId: userPoolId }),
  handle({ Domain, UserPoolId }, cognito) {
    findPool(cognito, UserPoolId);
    findDomain(cognito, UserPoolId, Domain);
    cognito.store.documents.delete(domainKind, UserPoolId, Domain);
    return {};
  },
});
