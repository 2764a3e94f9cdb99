import {
  checkDomain,
  type Domain,
  describeChangedDomain,
  domainKind,
  domainSettings,
  findDomain,
} from '../domains/domain.ts';
import { findPool } from '../pools/find-pool.ts';
import { invalidParameter } from '../wire/errors.ts';
import { defineOperation } from '../wire/operation.ts';

/** Replaces the settings; a prefix stays a prefix, a custom domain a custom one. */
export default defineOperation({
  name: 'UpdateUserPoolDomain',
  authorization: 'iam',
  input: domainSettings,
  handle({ ManagedLoginVersion = 1, ...settings }, cognito) {
    const pool = findPool(cognito, settings.UserPoolId);
    const { CustomDomainConfig: custom, CloudFrontDomain } = findDomain(cognito, pool.id, settings.Domain);
    if (custom && !settings.CustomDomainConfig) {
      throw invalidParameter('CustomDomainConfig is required for a custom domain.');
    }
    const domain: Domain = {
      ...settings,
      ManagedLoginVersion,
      ...(CloudFrontDomain && { CloudFrontDomain }),
    };
    checkDomain(pool, domain);
    cognito.store.documents.put(domainKind, { poolId: pool.id, id: domain.Domain }, domain);
    return describeChangedDomain(domain);
  },
});
