import { type Cohabit, type StartOptions, startCohabit } from 'cohabit/up';

/** A whole Cohabit on free ports that keeps nothing. */
export function startFresh(options: { clock?: StartOptions['clock'] } = {}): Promise<Cohabit> {
  return startCohabit({ ports: { cognito: 0, controlPlane: 0, demo: 0 }, data: 'memory', ...options });
}

/** Who the seed promises, by tenant; the tests hold it to that. */
export const seededPeople = [
  { tenant: 'acme', email: 'ada@acme.example', roles: ['admin'] },
  { tenant: 'acme', email: 'arun@acme.example', roles: ['member'] },
  { tenant: 'globex', email: 'gita@globex.example', roles: ['admin'] },
  { tenant: 'globex', email: 'alex@example.com', roles: ['member'] },
  { tenant: 'initech', email: 'ivan@initech.example', roles: ['admin'] },
  { tenant: 'initech', email: 'alex@example.com', roles: ['member'] },
  { tenant: 'hooli', email: 'hana@hooli.example', roles: ['admin'] },
  { tenant: 'hooli', email: 'alex@example.com', roles: ['member'] },
] as const;

export type SeededPerson = (typeof seededPeople)[number];

/** One person at one tenant, with all it takes to sign in. */
export interface Person {
  tenant: string;
  tenantId: string;
  userPoolId: string;
  clientId: string;
  issuer: string;
  email: string;
  password: string;
  roles: string[];
  totpSecret?: string | undefined;
}

/** Throws when the seed does not have this person at this tenant. */
export function personOf(
  cohabit: Cohabit,
  { tenant: slug, email }: { tenant: string; email: string },
): Person {
  const tenant = cohabit.seed.tenants.find((candidate) => candidate.slug === slug);
  const user = tenant?.users.find((candidate) => candidate.email === email);
  if (!tenant || !user) throw new Error(`The seed has no ${email} at ${slug}.`);
  const { id, userPoolId, clientId, issuer } = tenant;
  const { username: _username, ...rest } = user;
  return { tenant: slug, tenantId: id, userPoolId, clientId, issuer, ...rest };
}
