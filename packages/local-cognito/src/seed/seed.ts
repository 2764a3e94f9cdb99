import { resolve } from 'node:path';
import type { Cognito } from '../cognito.ts';
import type { FakeProviderSettings } from '../fake-providers/fake-provider-schema.ts';
import { LocalCognitoStartError } from '../start-error.ts';
import { loadFunctionFile, UnusableFunctionFile } from '../triggers/function-file.ts';
import { applyPool } from './apply-pool.ts';
import { createOperations } from './operations.ts';
import { readSeed } from './read-seed.ts';
import { at, UnusableSeed } from './seed-error.ts';
import type { SeedDocument } from './seed-schema.ts';

/**
 * Brings pools, clients, groups and users to what the seed says, through Cognito's own operations; what else it holds
 * is the answer. Throws `LocalCognitoStartError` `seed_unusable`.
 */
export async function seed(
  cognito: Cognito,
  source: string | SeedDocument,
): Promise<{ fakeProviders: FakeProviderSettings[] }> {
  try {
    const { document, folder } = await readSeed(source);
    for (const [arn, file] of Object.entries(document.functions ?? {})) {
      cognito.triggers.registerFunction(arn, await loadFunctionFile(resolve(folder, file)));
    }
    const operations = createOperations(cognito);
    for (const [index, pool] of document.pools.entries()) {
      await at(`pools[${index}]`, () =>
        applyPool({ cognito, operations, pool, folder, place: `pools[${index}]` }),
      );
    }
    return { fakeProviders: document.fakeProviders ?? [] };
  } catch (error) {
    if (!(error instanceof UnusableSeed || error instanceof UnusableFunctionFile)) throw error;
    throw new LocalCognitoStartError('seed_unusable', error.message, { cause: error });
  }
}
