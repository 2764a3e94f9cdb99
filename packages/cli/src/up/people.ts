import type { NewTenant } from '@cohabit/control-plane';
import type { FakeProviderOptions } from '@cohabit/local-cognito';

/** A person of the seed. The passwords are no secrets: they exist in local mode only and stand in the documentation. */
export interface SeedPerson {
  email: string;
  name: string;
  password: string;
  roles: ('admin' | 'member')[];
}

export interface SeedTenant extends NewTenant {
  /** The first is the first admin. */
  people: [SeedPerson, ...SeedPerson[]];
}

export const seedOperator = {
  email: 'olive@cohabit.example',
  name: 'Olive Operator',
  password: 'Olive-Operates-1!',
};

const ada = person('Ada Acme', 'ada@acme.example', 'Ada-Counts-Engines-1!', 'admin');
const arun = person('Arun Acme', 'arun@acme.example', 'Arun-Builds-Robots-1!', 'member');
const gita = person('Gita Globex', 'gita@globex.example', 'Gita-Turns-Globes-1!', 'admin');
const ivan = person('Ivan Initech', 'ivan@initech.example', 'Ivan-Files-Reports-1!', 'admin');
const hana = person('Hana Hooli', 'hana@hooli.example', 'Hana-Opens-Doors-1!', 'admin');
const alex = person('Alex Example', 'alex@example.com', 'Alex-Wears-Three-Hats-1!', 'member');

/** The tenants of local mode: all three tenancy models, and Alex in three of them with one Cognito profile. */
export const seedTenants: readonly SeedTenant[] = [
  {
    slug: 'acme',
    name: 'Acme',
    model: 'user-pool',
    plan: 'enterprise',
    settings: {
      passwordPolicy: {
        minimumLength: 14,
        requireUppercase: true,
        requireLowercase: true,
        requireNumbers: true,
        requireSymbols: true,
        temporaryPasswordValidityDays: 1,
      },
      mfa: 'required',
    },
    firstAdmin: ada,
    people: [ada, arun],
  },
  {
    slug: 'globex',
    name: 'Globex',
    model: 'app-client',
    plan: 'business',
    settings: { accessTokenMinutes: 15, sharedClientSignIn: true },
    firstAdmin: gita,
    people: [gita, alex],
  },
  {
    slug: 'initech',
    name: 'Initech',
    model: 'shared',
    plan: 'starter',
    settings: {},
    firstAdmin: ivan,
    people: [ivan, alex],
  },
  {
    slug: 'hooli',
    name: 'Hooli',
    model: 'shared',
    plan: 'starter',
    settings: {},
    firstAdmin: hana,
    people: [hana, alex],
  },
];

/** The identity provider of globex: a fake one, with people of its own. */
export const seedProvider = {
  tenant: 'globex',
  /** Its id in the tenant. */
  id: 'workforce',
  /** Proven, so that an e-mail of it leads to the provider. */
  domain: 'globex.example',
  /** Whose people run the tenant. */
  adminGroup: 'it-admins',
  fake: {
    name: 'globex-workforce',
    displayName: 'Globex Workforce',
    protocol: 'oidc',
    people: [
      { subject: 'emp-001', email: 'gita@globex.example', name: 'Gita Globex', groups: ['leadership'] },
      { subject: 'emp-002', email: 'nora@globex.example', name: 'Nora Newcomer', groups: ['engineering'] },
      { subject: 'emp-003', email: 'omar@globex.example', name: 'Omar Ops', groups: ['it-admins'] },
      { subject: 'ext-001', email: 'carl@consulting.example', name: 'Carl Consultant', groups: [] },
    ],
  },
} as const satisfies { fake: FakeProviderOptions; [more: string]: unknown };

/** The display name of a seed tenant. */
export function seedName(slug: string): string {
  return seedTenants.find((tenant) => tenant.slug === slug)?.name ?? slug;
}

function person(name: string, email: string, password: string, role: 'admin' | 'member'): SeedPerson {
  return { name, email, password, roles: [role] };
}
