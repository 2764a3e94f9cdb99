import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteRegistry } from './index.ts';

const child = fileURLToPath(new URL('./kill.test.child.ts', import.meta.url));
const rounds = Number(process.env.COHABIT_SOAK_KILLS ?? 3);

/** Starts a process that commits from `first` on, kills it after some acknowledgements, and returns the last one. */
async function commitUntilKilled(file: string, first: number): Promise<number> {
  const writer = spawn(process.execPath, ['--conditions=source', child, file, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const enough = first + 20 + Math.floor(Math.random() * 500);
  let last = -1;
  const exited = once(writer, 'exit');
  for await (const line of createInterface({ input: writer.stdout })) {
    last = Number(line);
    if (last >= enough) writer.kill('SIGKILL');
  }
  const [, signal] = await exited;
  expect(signal).toBe('SIGKILL');
  return last;
}

describe('a SQLite registry whose process is killed', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cohabit-kill-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it(
    `holds every acknowledged commit, whole, after kill -9 (${rounds} rounds)`,
    async () => {
      const file = join(folder, 'registry.db');
      let next = 0;
      for (let round = 0; round < rounds; round++) {
        const acknowledged = await commitUntilKilled(file, next);
        await openSqliteRegistry({ file }).close();
        using database = new DatabaseSync(file);
        const count = (sql: string) => Number(database.prepare(sql).get()?.n);
        expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
        const left = count(`SELECT count(*) AS n FROM records WHERE partition = 'left'`);
        const right = count(`SELECT count(*) AS n FROM records WHERE partition = 'right'`);
        expect(left).toBeGreaterThan(acknowledged);
        expect(right).toBe(left);
        expect(count('SELECT max(CAST(sort AS INTEGER)) AS n FROM records')).toBe(left - 1);
        expect(count('SELECT count(*) AS n FROM unique_values')).toBe(2 * left);
        expect(count('SELECT count(*) AS n FROM index_entries')).toBe(2 * left);
        next = left;
      }
    },
    20_000 + rounds * 5000,
  );
});
