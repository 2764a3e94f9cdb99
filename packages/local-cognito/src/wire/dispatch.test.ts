import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Operation } from './operation.ts';
import { operationNames } from './operation-names.ts';

const folder = new URL('../operations/', import.meta.url);
const files = readdirSync(folder).filter((file) => !file.endsWith('.test.ts'));

it.each(files)('%s defines the operation that its name says', async (file) => {
  const operation = (await import(new URL(file, folder).href)).default as Operation;
  expect(operationNames.has(operation.name)).toBe(true);
  expect(operation.name.toLowerCase()).toBe(file.replace('.ts', '').replaceAll('-', ''));
});

it('has a file for each of the 140 operations', () => {
  const built = files.map((file) => file.replace('.ts', '').replaceAll('-', ''));
  expect(built.sort()).toEqual([...operationNames].map((name) => name.toLowerCase()).sort());
  expect(operationNames.size).toBe(140);
});
