import * as z from 'zod';
import { domainKind, domainName } from '../domains/domain.ts';
import { defineOperation } from '../wire/operation.ts';

/** A domain that nobody has is described by nothing. */
export default defineOperation({
  name: 'DescribeUserPoolDomain',
  authorization: 'iam',
  input: z.object({ Domain: domainName }),
  handle({ Domain }, cognito) {
    const domain = cognito.store.documents.findById(domainKind, Domain)?.document;
    if (!domain) return { DomainDescription: {} };
    const { CloudFrontDomain, ...shown } = domain;
    return {
      DomainDescription: {
        ...shown,
        AWSAccountId: cognito.accountId,
        S3Bucket: `local-cognito-assets-${cognito.region}`,
        CloudFrontDistribution: CloudFrontDomain ?? `${Domain}.cloudfront.net`,
        Version: '20241122000000',
        Status: 'ACTIVE',
        CustomDomainConfig: shown.CustomDomainConfig ?? {},
      },
    };
  },
});
