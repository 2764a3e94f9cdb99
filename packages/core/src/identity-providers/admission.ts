import { type RefusalReason, refusals } from '../claims/token-decision.ts';
import { emailDomain } from '../domains/domain-name.ts';
import type { Role } from '../memberships/membership.ts';
import { normalizeEmail } from '../users/user.ts';
import { isTakenByProviders } from './identity-provider.ts';
import type { IdentityProviderSpec } from './spec.ts';

/** What an identity provider says of a person, before anybody believes it. */
export interface AssertedPerson {
  email?: string | undefined;
  /** `undefined`: the provider does not say. */
  isEmailVerified?: boolean | undefined;
  name?: string | undefined;
  groups: readonly string[];
}

/** Whether somebody may come in through the provider, and as what; or why not. */
export type Admission =
  | { decision: 'admit'; email: string; domain: string; name: string; mappedRoles: Role[] }
  | { decision: 'refuse'; reason: RefusalReason; message: string };

/** Issuers where anybody can have an account: there an e-mail counts only when the issuer says that it is verified. */
const openIssuers = new Set([
  'accounts.google.com',
  'api.login.yahoo.com',
  'appleid.apple.com',
  'gitlab.com',
  'login.yahoo.com',
  'www.linkedin.com',
]);
const MAX_EMAIL_CHARACTERS = 128;

/**
 * Who may come in: only with an e-mail of an allowed domain. That an e-mail is not verified is believed; that the
 * provider says nothing of it is fine, as many do not, unless anybody can have an account there.
 */
export function decideAdmission(spec: IdentityProviderSpec, person: AssertedPerson): Admission {
  const email = normalizeEmail(person.email ?? '');
  const domain = emailDomain(email);
  if (email === '') return refuseAdmission('email_missing');
  if (domain === undefined || email.length > MAX_EMAIL_CHARACTERS || !isUsable(email)) {
    return refuseAdmission('email_unusable');
  }
  const isUnverified = isOpenIssuer(spec)
    ? person.isEmailVerified !== true
    : person.isEmailVerified === false;
  if (isUnverified) return refuseAdmission('email_unverified');
  if (!spec.rules.allowedEmailDomains.includes(domain)) return refuseAdmission('email_domain_not_allowed');
  const name = cleanName(person.name) ?? email.slice(0, email.lastIndexOf('@'));
  return { decision: 'admit', email, domain, name, mappedRoles: mapGroups(spec, person.groups) };
}

function refuseAdmission(reason: RefusalReason): Admission {
  return { decision: 'refuse', reason, message: refusals[reason] };
}

/** The roles that the person's groups give; group names are compared to the letter. */
function mapGroups(spec: IdentityProviderSpec, groups: readonly string[]): Role[] {
  const given = spec.rules.groupRoles.filter(({ group }) => groups.includes(group)).map(({ role }) => role);
  return [...new Set(given)];
}

/**
 * The roles of a member who signs in through the provider: what was given by hand stays, what the groups give follows
 * the groups, and whoever has neither has the default role.
 */
export function federatedRoles(
  spec: IdentityProviderSpec,
  manualRoles: readonly string[],
  mappedRoles: readonly string[],
): string[] {
  const all = [...new Set([...manualRoles, ...mappedRoles])];
  return all.length > 0 ? all : [spec.rules.defaultRole];
}

function isOpenIssuer(spec: IdentityProviderSpec): boolean {
  return spec.protocol === 'oidc' && openIssuers.has(new URL(spec.details.issuer).hostname);
}

/** One `@`, nothing that a mail program or a header could read as more than one address, and nobody's username. */
function isUsable(email: string): boolean {
  return !isTakenByProviders(email) && /^[^\s\p{Cc}<>()[\]",;:\\@]+@[^\s@]+$/u.test(email);
}

function cleanName(name: string | undefined): string | undefined {
  const cleaned = name
    ?.replaceAll(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, 100);
  return cleaned === '' ? undefined : cleaned;
}
