import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type * as z from 'zod';
import { listIssues } from './list-issues.ts';
import { UnusableSeed } from './seed-error.ts';
import { type SeedDocument, seedDocument } from './seed-schema.ts';

export interface Seed {
  document: z.output<typeof seedDocument>;
  /** What the paths in it start from. */
  folder: string;
}

/** Reads a seed file, YAML or JSON by its name, or takes what would stand in one. Throws {@link UnusableSeed}. */
export async function readSeed(seed: string | SeedDocument): Promise<Seed> {
  if (typeof seed !== 'string') return { document: check('The seed', seed), folder: process.cwd() };
  const file = resolve(seed);
  return { document: check(file, await parse(file, readText(file))), folder: dirname(file) };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UnusableSeed(`The seed file ${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

async function parse(file: string, text: string): Promise<unknown> {
  try {
    if (file.endsWith('.json')) return JSON.parse(text);
    return (await import('yaml')).parse(text);
  } catch (cause) {
    const format = file.endsWith('.json') ? 'JSON' : 'YAML';
    throw new UnusableSeed(`The seed file ${file} is not ${format}: ${(cause as Error).message}`, { cause });
  }
}

function check(name: string, content: unknown): Seed['document'] {
  const parsed = seedDocument.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new UnusableSeed(`${name} cannot be used:\n${listIssues(parsed.error.issues)}`);
}
