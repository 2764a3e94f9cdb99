import { resolve } from 'node:path';
import type { Cognito } from '../cognito.ts';
import type { FakeProviderSettings } from '../fake-providers/fake-provider-schema.ts';
import type { FakeProviderFacts } from '../fake-providers/fake-providers.ts';
import { LocalCognitoStartError } from '../start-error.ts';
import { loadFunctionFile, UnusableFunctionFile } from '../triggers/function-file.ts';
import { applyPool } from './apply-pool.ts';
import { createOperations } from './operations.ts';
import { readSeed, type Seed } from './read-seed.ts';
import { at, UnusableSeed } from './seed-error.ts';
import type { SeedDocument } from './seed-schema.ts';
import { type SeededClient, type SignInPage, signInPages } from './sign-in-pages.ts';

export interface OpenSeed {
  fakeProviders: readonly FakeProviderSettings[];
  /**
   * Brings pools, domains, identity providers, clients, groups and users to what the seed says, through Cognito's own
   * operations. `fakeProviders` are those that can be named; they have to answer at `endpoint`, the server's own
   * address. Throws `LocalCognitoStartError` `seed_unusable`.
   */
  apply(
    cognito: Cognito,
    fakeProviders: readonly FakeProviderFacts[],
    endpoint: string,
  ): Promise<SignInPage[]>;
}

/** Reads a seed: its file, or what would stand in one. Throws `LocalCognitoStartError` `seed_unusable`. */
export async function openSeed(source: string | SeedDocument): Promise<OpenSeed> {
  const seed = await orUnusable(() => readSeed(source));
  return {
    fakeProviders: seed.document.fakeProviders ?? [],
    apply: (cognito, fakeProviders, endpoint) =>
      orUnusable(async () => {
        const clients = await applySeed(seed, cognito, fakeProviders);
        return signInPages(cognito, clients, endpoint);
      }),
  };
}

async function applySeed(
  { document, folder }: Seed,
  cognito: Cognito,
  fakeProviders: readonly FakeProviderFacts[],
): Promise<SeededClient[]> {
  for (const [arn, file] of Object.entries(document.functions ?? {})) {
    cognito.triggers.registerFunction(arn, await loadFunctionFile(resolve(folder, file)));
  }
  const to = { cognito, operations: createOperations(cognito), fakeProviders, folder };
  const clients: SeededClient[] = [];
  for (const [index, pool] of document.pools.entries()) {
    const place = `pools[${index}]`;
    clients.push(...(await at(place, () => applyPool({ ...to, pool, place }))));
  }
  return clients;
}

async function orUnusable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UnusableSeed || error instanceof UnusableFunctionFile)) throw error;
    throw new LocalCognitoStartError('seed_unusable', error.message, { cause: error });
  }
}
