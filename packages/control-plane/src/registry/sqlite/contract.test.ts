import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registryContract } from '@cohabit/core/testing';
import { afterAll, beforeAll } from 'vitest';
import { openSqliteRegistry } from './index.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cohabit-registry-'));
});
afterAll(() => rm(folder, { recursive: true }));

registryContract('SQLite in memory', async () => openSqliteRegistry({ file: ':memory:' }));
registryContract('SQLite in one file', async () => openSqliteRegistry({ file: join(folder, 'registry.db') }));
