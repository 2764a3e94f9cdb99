import * as z from 'zod';

const person = z.strictObject({
  /** OIDC's `sub`, SAML's NameID: what never changes. */
  subject: z.string().min(1).max(255),
  email: z.string().min(1),
  /** True by default. */
  emailVerified: z.boolean().default(true),
  name: z.string().min(1),
  groups: z.array(z.string().min(1)).default([]),
});

/** A pretend identity provider for development, as a customer would bring one. */
const fakeProvider = z
  .strictObject({
    /** In its addresses: `<endpoint>/_local/providers/<name>`. */
    name: z
      .string()
      .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, 'expected lower-case letters, digits and "-"'),
    /** For people, such as `Globex Workforce`. */
    displayName: z.string().min(1).max(80),
    protocol: z.enum(['oidc', 'saml']),
    /** OIDC only; `<name>-client` by default. */
    clientId: z.string().min(1).optional(),
    /** OIDC only; `<name>-secret` by default. */
    clientSecret: z.string().min(1).optional(),
    /** Whom the page offers; somebody else can always be typed in. */
    people: z.array(person),
  })
  .superRefine(({ protocol, clientId, clientSecret, people }, context) => {
    if (protocol === 'saml' && (clientId !== undefined || clientSecret !== undefined)) {
      const message = 'clientId and clientSecret are for OIDC: a SAML provider has neither';
      context.addIssue({ code: 'custom', path: [], message });
    }
    const seen = new Set<string>();
    for (const [index, { subject }] of people.entries()) {
      const message = `${subject} stands here twice: expected each subject once`;
      if (seen.has(subject))
        context.addIssue({ code: 'custom', path: ['people', index, 'subject'], message });
      seen.add(subject);
    }
  });

/** All of a server, in its options or in a seed file. */
export const fakeProviderList = z.array(fakeProvider).superRefine((providers, context) => {
  const seen = new Set<string>();
  for (const [index, { name }] of providers.entries()) {
    const message = `${name} stands here twice: expected each name once`;
    if (seen.has(name)) context.addIssue({ code: 'custom', path: [index, 'name'], message });
    seen.add(name);
  }
});

/** A fake provider as options and seed files say it. */
export type FakeProviderOptions = z.input<typeof fakeProvider>;
export type FakeProviderSettings = z.output<typeof fakeProvider>;
export type FakePerson = z.output<typeof person>;
