import * as z from 'zod';
import type { Cognito } from '../cognito.ts';
import { unavailableInTier } from '../pools/tiers.ts';
import type { PoolRecord } from '../storage/records.ts';
import { documentKind } from '../storage/store.ts';
import { invalidParameter } from '../wire/errors.ts';
import { arn, matching, userPoolId } from '../wire/fields.ts';

/** What is kept of a domain; its name is the document's id, unique over all pools. */
export interface Domain {
  Domain: string;
  UserPoolId: string;
  ManagedLoginVersion: number;
  /** Only of a custom domain. */
  CustomDomainConfig?: CustomDomainConfig | undefined;
  /** What a custom domain is an alias of. */
  CloudFrontDomain?: string;
  Routing?: Routing | undefined;
}

const customDomainConfig = z.object({
  CertificateArn: arn,
  SecurityPolicy: z.enum(['TLS_V1', 'TLS_V1_2_2021', 'TLS_V1_3_2025']).optional(),
});
const routing = z.object({
  Failover: z
    .object({ SecondaryRegion: z.string().min(5).max(32), PrimaryRoute53HealthCheckId: z.string().min(1) })
    .optional(),
});
type CustomDomainConfig = z.output<typeof customDomainConfig>;
type Routing = z.output<typeof routing>;

export const domainKind = documentKind<Domain>('domain');

/** A prefix, or a host name of one's own, which has dots. */
export const domainName = matching('[a-z0-9](?:[a-z0-9\\-.]{0,61}[a-z0-9])?').min(1).max(63);

/** The members that `CreateUserPoolDomain` and `UpdateUserPoolDomain` share. */
export const domainSettings = z.object({
  Domain: domainName,
  UserPoolId: userPoolId,
  ManagedLoginVersion: z.int().min(1).max(2).optional(),
  CustomDomainConfig: customDomainConfig.optional(),
  Routing: routing.optional(),
});

/** The pool's prefix domain and its custom domain, as far as it has them. */
export function domainsOf({ store }: Pick<Cognito, 'store'>, poolId: string): Domain[] {
  return store.documents.list(domainKind, poolId, { limit: 2 }).items;
}

/** As `DescribeUserPool` shows them. */
export function describeDomains(cognito: Pick<Cognito, 'store'>, poolId: string) {
  const domains = domainsOf(cognito, poolId);
  const Domain = domains.find(({ CustomDomainConfig }) => !CustomDomainConfig)?.Domain;
  const CustomDomain = domains.find(({ CustomDomainConfig }) => CustomDomainConfig)?.Domain;
  return { ...(Domain && { Domain }), ...(CustomDomain && { CustomDomain }) };
}

/** Throws InvalidParameterException, also for the domain of another pool. */
export function findDomain({ store }: Pick<Cognito, 'store'>, poolId: string, name: string): Domain {
  const domain = store.documents.get(domainKind, poolId, name);
  if (!domain) throw invalidParameter('No such domain or user pool exists.');
  return domain;
}

const reservedWords = ['aws', 'amazon', 'cognito'];

/** Throws InvalidParameterException or FeatureUnavailableInTierException. */
export function checkDomain({ pool }: PoolRecord, domain: Domain): void {
  if (domain.ManagedLoginVersion === 2 && pool.UserPoolTier === 'LITE')
    throw unavailableInTier('Managed login');
  const { Domain: name, CustomDomainConfig: custom } = domain;
  if (custom) {
    if (!name.includes('.')) {
      throw invalidParameter(
        'Custom domain is not a valid subdomain: expected a host name such as auth.example.com.',
      );
    }
    if (!/^arn:[\w-]+:acm:us-east-1:/.test(custom.CertificateArn)) {
      throw invalidParameter('The certificate of a custom domain must be one of ACM in us-east-1.');
    }
    return;
  }
  if (name.includes('.')) {
    throw invalidParameter('A domain of your own needs CustomDomainConfig; a prefix has no dots.');
  }
  const word = reservedWords.find((reserved) => name.includes(reserved));
  if (word) throw invalidParameter(`Domain cannot contain reserved word: ${word}`);
}

/** What `CreateUserPoolDomain` and `UpdateUserPoolDomain` answer. */
export function describeChangedDomain({ ManagedLoginVersion, CloudFrontDomain, Routing }: Domain) {
  return { ManagedLoginVersion, CloudFrontDomain, Routing };
}
