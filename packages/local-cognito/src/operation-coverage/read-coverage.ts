import { existsSync } from 'node:fs';
import { operationFile } from '../wire/dispatch.ts';
import type { Operation } from '../wire/operation.ts';
import { operationNames } from '../wire/operation-names.ts';
import type { Coverage } from './coverage-table.ts';

const folder = new URL('../operations/', import.meta.url);

/** What each operation's file says of itself, in the order of their names. */
export async function readCoverage(): Promise<Coverage[]> {
  return Promise.all([...operationNames].sort().map(coverageOf));
}

async function coverageOf(name: string): Promise<Coverage> {
  const file = new URL(`${operationFile(name)}.ts`, folder);
  if (!existsSync(file)) return { operation: name, state: 'not built' };
  const { default: operation } = (await import(file.href)) as { default: Operation };
  const why = operation.storedOnly;
  return why === undefined
    ? { operation: name, state: 'works' }
    : { operation: name, state: 'stored only', why };
}
