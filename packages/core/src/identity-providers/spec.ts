import * as z from 'zod';
import { requireDomainName } from '../domains/domain-name.ts';
import { publicMailDomains } from '../domains/public-mail-domains.ts';
import { roles } from '../memberships/membership.ts';

const MAX_METADATA_CHARACTERS = 50_000;
const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** `https`; `http` only on loopback addresses, which the control plane refuses anywhere but on a laptop. */
const address = z
  .string()
  .max(2000)
  .refine(isProviderAddress, 'must be an https address without user, password or fragment');

const shownName = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^[^\p{Cc}\p{Bidi_Control}]*$/u, 'must not hold control characters');

const claimName = z.string().trim().min(1).max(256);

/**
 * Which of the provider's claims or attributes hold what we read. What they are written to is ours to say, and none of it
 * is an authority: see `docs/decisions/0004-federated-people.md`.
 */
const claimNamesSchema = z.strictObject({
  email: claimName.optional(),
  name: claimName.optional(),
  groups: claimName.optional(),
});

/** Who may come in through the provider and as what. */
const providerRulesSchema = z.strictObject({
  /** Of people to whom no group gives a role. */
  defaultRole: z.enum(roles).default('member'),
  /** Only e-mails of these domains come in; not of their subdomains. */
  allowedEmailDomains: z
    .array(z.string().max(300).transform(toAllowedDomain))
    .min(1, 'must name at least one domain: without, the provider could send anybody')
    .max(50),
  /** The provider's groups that give a role; mapped roles follow the groups at every sign-in. */
  groupRoles: z
    .array(z.strictObject({ group: z.string().trim().min(1).max(256), role: z.enum(roles) }))
    .max(100)
    .default([]),
});

const oidcSchema = z.strictObject({
  issuer: address
    .refine((text) => !text.endsWith('/'), 'must not end with a slash')
    .refine(
      (text) => !isManyTenantsIssuer(text),
      'is for accounts of every company: use the issuer of your own directory, with its tenant id in it',
    ),
  clientId: z.string().trim().min(1).max(256),
  /** Write-only: goes to Cognito, is not stored and never answered. */
  clientSecret: z.string().min(1).max(1024).optional(),
  scopes: z
    .array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,100}$/, 'is no scope (RFC 6749 §3.3)'))
    .max(20)
    .refine((list) => list.includes('openid'), 'must contain openid')
    .default(['openid', 'email', 'profile']),
  /** For providers without discovery: all four. */
  endpoints: z
    .strictObject({ authorization: address, token: address, userInfo: address, jwks: address })
    .optional(),
  userInfoMethod: z.enum(['GET', 'POST']).default('GET'),
});

const samlSchema = z
  .strictObject({
    metadataUrl: address.optional(),
    metadataXml: z.string().max(MAX_METADATA_CHARACTERS).optional(),
    signRequests: z.boolean().default(false),
    encryptedAssertions: z.boolean().default(false),
    /** Weaker against a sign-in that somebody else began; off unless the provider can do nothing else. */
    providerInitiated: z.boolean().default(false),
    singleLogout: z.boolean().default(false),
  })
  .refine(
    ({ metadataUrl, metadataXml }) => (metadataUrl === undefined) !== (metadataXml === undefined),
    'needs either "metadataUrl" or "metadataXml"',
  );

const common = {
  /** For people, on buttons. */
  name: shownName,
  claims: claimNamesSchema.default({}),
  rules: providerRulesSchema,
  /** Nobody signs in with a password any more, except by break-glass. */
  ssoOnly: z.boolean().default(false),
};

/** What a caller may say of an identity provider. */
export const identityProviderInputSchema = z.discriminatedUnion('protocol', [
  z.strictObject({ protocol: z.literal('oidc'), details: oidcSchema, ...common }),
  z.strictObject({ protocol: z.literal('saml'), details: samlSchema, ...common }),
]);

/** {@link identityProviderInputSchema} as it is parsed, with the OIDC client secret if one was given. */
export type IdentityProviderInput = z.output<typeof identityProviderInputSchema>;

type OidcInput = Extract<IdentityProviderInput, { protocol: 'oidc' }>;

/** An identity provider as it is stored and answered: {@link IdentityProviderInput} without the secret. */
export type IdentityProviderSpec =
  | Exclude<IdentityProviderInput, { protocol: 'oidc' }>
  | (Omit<OidcInput, 'details'> & { details: Omit<OidcInput['details'], 'clientSecret'> });

/** Takes the secret out, which goes to Cognito and nowhere else. */
export function splitSecret(input: IdentityProviderInput): {
  spec: IdentityProviderSpec;
  clientSecret: string | undefined;
} {
  if (input.protocol === 'saml') return { spec: input, clientSecret: undefined };
  const { clientSecret, ...details } = input.details;
  return { spec: { ...input, details }, clientSecret };
}

/** Whether a secret that was given for `before` may be sent where `after` says, without being given again. */
export function sendsSecretElsewhere(before: IdentityProviderSpec, after: IdentityProviderSpec): boolean {
  if (before.protocol !== 'oidc' || after.protocol !== 'oidc') return true;
  const where = ({ details }: Extract<IdentityProviderSpec, { protocol: 'oidc' }>) =>
    JSON.stringify([details.issuer, details.clientId, details.endpoints?.token]);
  return where(before) !== where(after);
}

/** The addresses that Cognito, and our test of the provider, will call. */
export function addressesOf(spec: IdentityProviderSpec): string[] {
  if (spec.protocol === 'saml')
    return spec.details.metadataUrl === undefined ? [] : [spec.details.metadataUrl];
  return [spec.details.issuer, ...Object.values(spec.details.endpoints ?? {})];
}

const SAML_CLAIMS = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';

/** The claims that are read: as the spec says, otherwise the usual ones of the protocol. */
export function claimNames(spec: IdentityProviderSpec): { email: string; name: string; groups: string } {
  const usual =
    spec.protocol === 'oidc'
      ? { email: 'email', name: 'name', groups: 'groups' }
      : {
          email: `${SAML_CLAIMS}/emailaddress`,
          name: `${SAML_CLAIMS}/name`,
          groups: 'http://schemas.xmlsoap.org/claims/Group',
        };
  const { email = usual.email, name = usual.name, groups = usual.groups } = spec.claims;
  return { email, name, groups };
}

function isProviderAddress(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.username !== '' || url.password !== '' || text.includes('#')) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && loopback.has(url.hostname));
}

/** Microsoft's issuers at which accounts of every directory sign in, each with e-mails that its own admin made up. */
function isManyTenantsIssuer(text: string): boolean {
  return /^https:\/\/(?:login\.microsoftonline\.com|login\.microsoft\.com|sts\.windows\.net)\/(?:common|organizations|consumers|9188040d-6c67-4c5b-b112-36a304b66dad)(?:\/|$)/i.test(
    text,
  );
}

function toAllowedDomain(text: string, context: z.RefinementCtx): string {
  try {
    const name = requireDomainName(text);
    if (!publicMailDomains.has(name)) return name;
    context.addIssue(`Anybody can have an e-mail at ${name}: invite such people one by one.`);
  } catch (error) {
    context.addIssue(error instanceof Error ? error.message : 'is not a domain');
  }
  return z.NEVER;
}
