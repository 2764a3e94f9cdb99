import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  type CognitoIdentityProviderClient,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import type { ControlPlane } from '@cohabit/control-plane';
import { CohabitError, isCohabitError, type PlacementKey, type Tenant } from '@cohabit/core';
import type { FakeProviderFacts } from '@cohabit/local-cognito';
import type { DataFolder } from './data-folder.ts';
import { enrolTotp } from './enrol-totp.ts';
import { type SeedPerson, type SeedTenant, seedOperator, seedTenants } from './people.ts';
import { ensureSeedProvider } from './seed-provider.ts';

/** What `.cohabit/seed.json` holds: what cannot be read back from Cognito. */
export interface SeedState {
  /** Everything stood once; from then on the seed belongs to whoever works with it and is not touched again. */
  isFinished: boolean;
  passwords: Record<string, string>;
  totpSecrets: Record<string, string>;
  /** The identity provider of globex stood once. */
  hasProvider?: boolean;
}

export interface SeedParts {
  controlPlane: Pick<ControlPlane, 'services' | 'reconcile'>;
  cognito: CognitoIdentityProviderClient;
  folder: DataFolder;
  fakeProviders: readonly FakeProviderFacts[];
  onProgress: (text: string) => void;
}

const FILE = 'seed.json';

/**
 * Makes the tenants and people of local mode through the control plane's own services, with the passwords that are
 * documented. Killed anywhere and started again, it finishes without a second of anything; when it has finished once, it
 * does nothing.
 */
export async function ensureSeed(parts: SeedParts): Promise<SeedState> {
  const state = parts.folder.readJson<SeedState>(FILE) ?? {
    isFinished: false,
    passwords: {},
    totpSecrets: {},
  };
  const save = () => parts.folder.writeJson(FILE, state);
  if (!state.isFinished) {
    await ensurePeople(parts, state, save);
    state.isFinished = true;
    save();
  }
  await ensureSeedProvider(parts.controlPlane.services, parts.fakeProviders, state.hasProvider === true);
  if (!state.hasProvider) {
    state.hasProvider = true;
    save();
  }
  return state;
}

async function ensurePeople(parts: SeedParts, state: SeedState, save: () => void): Promise<void> {
  const [ownPool, sharedPool] = [
    seedTenants.filter((tenant) => tenant.model === 'user-pool'),
    seedTenants.filter((tenant) => tenant.model !== 'user-pool'),
  ];
  await Promise.all([
    ensureOperator(parts, state),
    ensureTenants(parts, ownPool, state, save),
    // One after another: Alex is one user in all of them.
    ensureTenants(parts, sharedPool, state, save),
  ]);
}

async function ensureOperator({ controlPlane, cognito }: SeedParts, state: SeedState): Promise<void> {
  const place = await controlPlane.services.signIn.discover({ audience: 'operators' });
  const { email, name, password } = seedOperator;
  try {
    await cognito.send(
      new AdminCreateUserCommand({
        UserPoolId: place.userPoolId,
        Username: email,
        MessageAction: 'SUPPRESS',
        UserAttributes: [
          { Name: 'email', Value: email },
          { Name: 'email_verified', Value: 'true' },
          { Name: 'name', Value: name },
        ],
      }),
    );
  } catch (error) {
    if (!(error instanceof UsernameExistsException)) throw error;
  }
  await setPassword(cognito, place, seedOperator);
  state.passwords[email] = password;
}

async function ensureTenants(
  parts: SeedParts,
  tenants: readonly SeedTenant[],
  state: SeedState,
  save: () => void,
): Promise<void> {
  for (const seed of tenants) {
    parts.onProgress(`Onboarding ${seed.slug} (${seed.model})`);
    const tenant = await ensureTenant(parts, seed);
    const place = tenant.placements[0];
    if (place === undefined) throw notOnboarded(tenant);
    for (const person of seed.people) {
      await ensureMember(parts, tenant, person);
      await setPassword(parts.cognito, place, person);
      state.passwords[person.email] = person.password;
      if (seed.settings.mfa !== 'required') continue;
      await enrolTotp(parts.cognito, place, person, {
        save(secret) {
          state.totpSecrets[person.email] = secret;
          save();
        },
      });
    }
  }
}

async function ensureTenant({ controlPlane }: SeedParts, seed: SeedTenant): Promise<Tenant> {
  const { tenants } = controlPlane.services;
  const { people: _people, ...input } = seed;
  const page = await tenants.list({ slug: seed.slug, limit: 1 });
  const known = page.items[0];
  const tenant = known
    ? ((await controlPlane.reconcile(known.id)) ?? known)
    : await tenants.create(input, 'reconciler');
  if (tenant.status.phase !== 'active') throw notOnboarded(tenant);
  return tenant;
}

async function ensureMember({ controlPlane }: SeedParts, tenant: Tenant, person: SeedPerson): Promise<void> {
  const { email, name, roles } = person;
  try {
    await controlPlane.services.members.invite(tenant.id, { email, name, roles }, 'reconciler');
  } catch (error) {
    if (!isCohabitError(error, 'membership_exists')) throw error;
  }
}

async function setPassword(
  cognito: CognitoIdentityProviderClient,
  place: PlacementKey,
  person: { email: string; password: string },
): Promise<void> {
  await cognito.send(
    new AdminSetUserPasswordCommand({
      UserPoolId: place.userPoolId,
      Username: person.email,
      Password: person.password,
      Permanent: true,
    }),
  );
}

function notOnboarded({ slug, status }: Tenant): CohabitError {
  const problem = status.problem === undefined ? '' : `: ${status.problem.message}`;
  return new CohabitError('tenant_not_ready', `The seed tenant ${slug} could not be onboarded${problem}`);
}
