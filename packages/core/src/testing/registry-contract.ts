import { afterEach, beforeEach, describe } from 'vitest';
import type { Registry } from '../ports/registry.ts';
import { commitContract } from './commit-contract.ts';
import { queryContract } from './query-contract.ts';
import { modelContract } from './registry-model.ts';
import { valueContract } from './value-contract.ts';

/**
 * What every adapter of the {@link Registry} port must do, as a vitest suite. `open` is called for each test; it may
 * give a new store or the same one, since every test keeps to keys of its own.
 *
 * @example
 * registryContract('SQLite in memory', async () => openSqliteRegistry({ file: ':memory:' }));
 */
export function registryContract(name: string, open: () => Promise<Registry>): void {
  describe(`registry contract: ${name}`, () => {
    let registry: Registry;
    beforeEach(async () => {
      registry = await open();
    });
    afterEach(() => registry.close());
    const use = () => registry;
    commitContract(use);
    queryContract(use);
    valueContract(use);
    modelContract(use);
  });
}
