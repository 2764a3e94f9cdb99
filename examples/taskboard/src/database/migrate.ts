import { readdir, readFile } from 'node:fs/promises';
import { type Database, ownerTransaction } from './database.ts';

/** The .sql files stand in `src`; this path holds from `src/database` and from `dist/database`. */
const directory = new URL('../../src/database/migrations/', import.meta.url);

/**
 * Runs the migrations that have not run yet, in the order of their names and in one transaction, as the owner. Two
 * processes starting at once wait for each other.
 */
export async function migrate(database: Database): Promise<void> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort();
  await ownerTransaction(database, async (tx) => {
    await tx.query('select pg_advisory_xact_lock(7236118)');
    await tx.query('create schema if not exists taskboard');
    await tx.query(
      'create table if not exists taskboard.migrations (name text primary key, ran_at timestamptz not null default now())',
    );
    const { rows } = await tx.query<{ name: string }>('select name from taskboard.migrations');
    const ran = new Set(rows.map((row) => row.name));
    for (const name of names) {
      if (ran.has(name)) continue;
      for (const statement of splitStatements(await readFile(new URL(name, directory), 'utf8'))) {
        await tx.query(statement);
      }
      await tx.query('insert into taskboard.migrations (name) values ($1)', [name]);
    }
  });
}

/** The statements of a migration file: parted by `;` at the end of a line, except inside `$$ … $$`. */
function splitStatements(sql: string): string[] {
  const statements: string[] = [];
  let current = '';
  let isQuoted = false;
  for (const line of sql.split('\n')) {
    if (line.trimStart().startsWith('--')) continue;
    current += `${line}\n`;
    if ((line.match(/\$\$/g)?.length ?? 0) % 2 === 1) isQuoted = !isQuoted;
    if (!isQuoted && line.trimEnd().endsWith(';')) {
      statements.push(current.trim());
      current = '';
    }
  }
  return statements;
}
