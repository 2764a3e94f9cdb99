import type { Cohabit } from 'cohabit/up';
import { type Person, personOf, seededPeople } from './cohabit.ts';
import { cognitoClient, type Tokens, tokensFor } from './sign-in.ts';

/** A tenant as the attackers of the isolation tests see it: ids to ask for, and texts that must not come back. */
export interface Victim {
  slug: string;
  tenantId: string;
  userId: string;
  projectId: string;
  taskId: string;
  /** Of an identity provider, and of a mail domain: globex has them. */
  providerId: string;
  domain: string;
  /** Texts and ids that only this tenant's people may read, by whom they are about. */
  secrets: { text: string; about?: string }[];
}

/** Somebody with tokens of one tenant. */
export interface Attacker {
  person: Person;
  tokens: Tokens;
}

/** Signs everybody in. */
export async function signEverybodyIn(cohabit: Cohabit): Promise<Attacker[]> {
  const cognito = cognitoClient(cohabit);
  const attackers: Attacker[] = [];
  for (const seeded of seededPeople) {
    const person = personOf(cohabit, seeded);
    attackers.push({ person, tokens: await tokensFor(cognito, person) });
  }
  cognito.destroy();
  return attackers;
}

/** What each tenant has, read as its own admin. */
export async function readTenants(cohabit: Cohabit, everybody: readonly Attacker[]): Promise<Victim[]> {
  const admins = everybody.filter(({ person }) => person.roles.includes('admin'));
  return Promise.all(admins.map((admin) => readTenant(cohabit, admin)));
}

async function readTenant(cohabit: Cohabit, { person, tokens }: Attacker): Promise<Victim> {
  const read = async <T>(base: string, path: string): Promise<T> => {
    const response = await fetch(`${base}${path}`, {
      headers: { authorization: `Bearer ${tokens.accessToken}` },
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  };
  const { controlPlane, demo } = cohabit.urls;
  const projects = await read<{ items: { id: string; name: string }[] }>(demo, '/api/projects');
  const first = projects.items[0];
  const tasks = await read<{ items: { id: string; title: string }[] }>(
    demo,
    `/api/projects/${first?.id}/tasks`,
  );
  const members = await read<{ items: { userId: string; email: string }[] }>(
    controlPlane,
    `/v1/tenants/${person.tenantId}/memberships`,
  );
  const someone = members.items.find(({ email }) => email !== person.email);
  if (!first || !tasks.items[0] || !someone) throw new Error(`${person.tenant} has nothing to protect.`);
  return {
    slug: person.tenant,
    tenantId: person.tenantId,
    userId: someone.userId,
    projectId: first.id,
    taskId: tasks.items[0].id,
    providerId: 'workforce',
    domain: `${person.tenant}.example`,
    secrets: [
      ...projects.items.flatMap(({ id, name }) => [{ text: id }, { text: name }]),
      ...tasks.items.flatMap(({ id, title }) => [{ text: id }, { text: title }]),
      ...members.items.flatMap(({ userId, email }) => [
        { text: userId, about: email },
        { text: email, about: email },
      ]),
      { text: person.tenantId },
      { text: person.clientId, about: 'client' },
    ],
  };
}
