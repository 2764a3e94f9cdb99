import * as z from 'zod';
import { fakeProviderList } from '../fake-providers/fake-provider-schema.ts';
import type { TriggerName } from '../triggers/invoke.ts';

const triggerNames = [
  'PreSignUp',
  'PostConfirmation',
  'PreAuthentication',
  'PostAuthentication',
  'PreTokenGeneration',
  'UserMigration',
  'CustomMessage',
  'CustomEmailSender',
  'CustomSMSSender',
  'DefineAuthChallenge',
  'CreateAuthChallenge',
  'VerifyAuthChallengeResponse',
  'InboundFederation',
] as const satisfies readonly TriggerName[];

const file = z.string().min(1);
const members = z.record(z.string(), z.unknown());

const trigger = z.union([file, z.strictObject({ file, version: z.enum(['V1_0', 'V2_0', 'V3_0']) })], {
  error: 'expected the path of a file, or { file, version: V1_0 | V2_0 | V3_0 }',
});

const client = z.strictObject({
  /** Stays the same at every start; a random one by default. */
  id: z
    .string()
    .regex(/^[\w+]{1,128}$/, 'expected 1 to 128 letters, digits, "_" or "+"')
    .optional(),
  name: z.string().min(1),
  /** A confidential client with this secret, 24 to 64 letters, digits, "_" or "+". */
  secret: z.string().optional(),
  /** Members of CreateUserPoolClient, in Cognito's own words. */
  settings: members.optional(),
  /** Members of CreateManagedLoginBranding; Cognito's own style by default where the pool has a domain, `false` for none. */
  branding: z
    .union([z.literal(false), members], { error: 'expected false, or members of CreateManagedLoginBranding' })
    .optional(),
});

const prefix = z.string().min(1);

/** Such as `acme`, or with the pages that it has: 2 is managed login (the default), 1 the classic hosted UI. */
const domain = z.union(
  [
    prefix.transform((name) => ({ prefix: name, managedLoginVersion: 2 })),
    z.strictObject({ prefix, managedLoginVersion: z.int().min(1).max(2).default(2) }),
  ],
  { error: 'expected a prefix, or { prefix, managedLoginVersion: 1 | 2 }' },
);

const identityProvider = z.strictObject({
  /** `ProviderName`. */
  name: z.string().min(1),
  /** Name of a fake provider, which brings type, details and attribute mapping. */
  fake: z.string().min(1).optional(),
  /** Members of CreateIdentityProvider, in Cognito's own words. */
  settings: members.optional(),
});

const group = z.strictObject({
  name: z.string().min(1),
  description: z.string().optional(),
  precedence: z.int().min(0).optional(),
  roleArn: z.string().optional(),
});

const user = z
  .strictObject({
    username: z.string().min(1),
    /** Stays the same at every start; a random one by default. */
    sub: z.uuid('expected a UUID').optional(),
    /** Permanent: the user is confirmed. */
    password: z.string().optional(),
    /** The user has to choose a new password at the first sign-in. */
    temporaryPassword: z.string().optional(),
    attributes: z
      .record(z.string(), z.string('expected text; put numbers and true/false in quotes'))
      .optional(),
    groups: z.array(z.string()).optional(),
    /** Base32, as in an authenticator app; sign-in asks for a code then, if the pool's MFA is not off. */
    totpSecret: z
      .string()
      .regex(/^[A-Z2-7]{16,}$/, 'expected at least 16 letters A-Z and digits 2-7 (base32)')
      .optional(),
    enabled: z.boolean().optional(),
  })
  .refine(({ password, temporaryPassword }) => password === undefined || temporaryPassword === undefined, {
    message: 'expected password or temporaryPassword, not both',
  });

const pool = z
  .strictObject({
    /** Stays the same at every start; a random one by default. */
    id: z
      .string()
      .regex(/^[\w-]+_[0-9a-zA-Z]+$/, 'expected <region>_<letters and digits>, such as us-east-1_acme')
      .max(55)
      .optional(),
    name: z.string().min(1),
    /** Members of CreateUserPool, in Cognito's own words. */
    settings: members.optional(),
    /** Members of SetUserPoolMfaConfig, in Cognito's own words. */
    mfa: members.optional(),
    /** Functions by the names of `LambdaConfig`: JavaScript or TypeScript files, from the seed file's folder. */
    triggers: z.partialRecord(z.enum(triggerNames), trigger).optional(),
    /** File with the pool's signing keys, made when it is not there, so that tokens outlive a restart. */
    signingKeys: file.optional(),
    /** Where managed login and the OAuth endpoints are. */
    domain: domain.optional(),
    identityProviders: z.array(identityProvider).optional(),
    clients: z.array(client).optional(),
    groups: z.array(group).optional(),
    users: z.array(user).optional(),
  })
  .superRefine(({ groups = [], users = [], clients = [], identityProviders = [] }, context) => {
    const known = new Set(groups.map(({ name }) => name));
    for (const [index, { groups: of = [] }] of users.entries()) {
      const unknown = of.find((name) => !known.has(name));
      if (unknown === undefined) continue;
      context.addIssue({
        code: 'custom',
        path: ['users', index, 'groups'],
        message: `expected names of this pool's groups; there is no ${unknown}`,
      });
    }
    reportTwice(context, 'identityProviders', identityProviders, 'name');
    reportTwice(context, 'clients', clients, 'name');
    reportTwice(context, 'groups', groups, 'name');
    reportTwice(context, 'users', users, 'username');
  });

function reportTwice<T extends string>(
  context: z.core.$RefinementCtx,
  list: string,
  items: readonly Record<T, string>[],
  member: T,
): void {
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    if (seen.has(item[member])) {
      const message = `${item[member]} stands here twice: expected each ${member} once`;
      context.addIssue({ code: 'custom', path: [list, index, member], message });
    }
    seen.add(item[member]);
  }
}

/**
 * What a server starts with. Applying it again changes nothing: pools and clients are found by id, or by name where they
 * have none, and get the settings given here; groups and users that exist stay as they are.
 */
export const seedDocument = z
  .strictObject({
    /** JavaScript or TypeScript files by function ARN, for pools whose `LambdaConfig` names the ARNs itself. */
    functions: z.record(z.string().startsWith('arn:', 'expected a function ARN'), file).optional(),
    /** Pretend identity providers, at `<endpoint>/_local/providers/<name>`. */
    fakeProviders: fakeProviderList.optional(),
    pools: z.array(pool),
  })
  .superRefine(({ pools }, context) => reportTwice(context, 'pools', pools, 'name'));

/** A seed file's content. */
export type SeedDocument = z.input<typeof seedDocument>;
export type SeedPool = z.output<typeof pool>;
export type SeedIdentityProvider = z.output<typeof identityProvider>;
export type SeedClient = z.output<typeof client>;
export type SeedUser = z.output<typeof user>;
