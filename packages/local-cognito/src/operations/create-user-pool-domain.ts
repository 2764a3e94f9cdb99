import { randomInt } from 'node:crypto';
import {
  checkDomain,
  type Domain,
  describeChangedDomain,
  domainKind,
  domainSettings,
  domainsOf,
} from '../domains/domain.ts';
import { findPool } from '../pools/find-pool.ts';
import { invalidParameter } from '../wire/errors.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'CreateUserPoolDomain',
  authorization: 'iam',
  input: domainSettings,
  handle({ ManagedLoginVersion = 1, ...settings }, cognito) {
    const pool = findPool(cognito, settings.UserPoolId);
    const isCustom = settings.CustomDomainConfig !== undefined;
    const domain: Domain = {
      ...settings,
      ManagedLoginVersion,
      ...(isCustom && {
        CloudFrontDomain: `d${randomInt(36 ** 8)
          .toString(36)
          .padStart(13, '0')}.cloudfront.net`,
      }),
    };
    checkDomain(pool, domain);
    if (cognito.store.documents.findById(domainKind, domain.Domain)) {
      throw invalidParameter('Domain already associated with another user pool.');
    }
    if (domainsOf(cognito, pool.id).some(({ CustomDomainConfig: other }) => isCustom === Boolean(other))) {
      throw invalidParameter(`The user pool already has a ${isCustom ? 'custom' : 'prefix'} domain.`);
    }
    cognito.store.documents.put(domainKind, { poolId: pool.id, id: domain.Domain }, domain);
    return describeChangedDomain(domain);
  },
});
