import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { overwrite, type UsageRecord, usage } from '@cohabit/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteRegistry } from './index.ts';
import { mapError } from './map-errors.ts';

const record: UsageRecord = {
  tenantId: 'tnt_00000000000000000000000000',
  meter: 'requests',
  hour: '2026-11-22T14',
  source: 'a',
  quantity: 1,
  version: 0,
};

describe('opening a SQLite registry', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cohabit-open-'));
    file = join(folder, 'registry.db');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const refused = (path: string) => expect(() => openSqliteRegistry({ file: path }));

  it('finds what was stored before it was closed', async () => {
    const first = openSqliteRegistry({ file });
    await first.commit([overwrite(usage, record)]);
    await first.close();
    const second = openSqliteRegistry({ file });
    expect((await second.query(usage, record.tenantId, { limit: 1 })).items).toEqual([
      { ...record, version: 1 },
    ]);
    await second.close();
  });

  it('keeps each registry in memory to itself', async () => {
    const [one, two] = [openSqliteRegistry({ file: ':memory:' }), openSqliteRegistry({ file: ':memory:' })];
    await one.commit([overwrite(usage, record)]);
    expect((await two.query(usage, record.tenantId, { limit: 1 })).items).toEqual([]);
    await one.close();
    await two.close();
  });

  it('refuses a missing folder, a folder, and a file inside a file, and names the path', async () => {
    await writeFile(file, '');
    for (const path of [join(folder, 'missing', 'registry.db'), folder, join(file, 'registry.db')]) {
      refused(path).toThrow(
        expect.objectContaining({ code: 'registry_unwritable', details: { file: path } }),
      );
    }
  });

  it('refuses a file that is not a database and leaves it as it was', async () => {
    const text = 'Dear diary, '.repeat(1000);
    await writeFile(file, text);
    refused(file).toThrow(expect.objectContaining({ code: 'registry_unwritable' }));
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  it('refuses the SQLite database of another program and leaves its tables alone', () => {
    using other = new DatabaseSync(file);
    other.exec('CREATE TABLE songs (title TEXT)');
    refused(file).toThrow(expect.objectContaining({ code: 'registry_unwritable', details: { file } }));
    expect(other.prepare('SELECT name FROM sqlite_schema').all()).toEqual([{ name: 'songs' }]);
  });

  it('refuses a registry that a newer version of Cohabit has migrated', async () => {
    await openSqliteRegistry({ file }).close();
    using database = new DatabaseSync(file);
    database.exec('PRAGMA user_version = 99');
    refused(file).toThrow(/schema version 99/);
    expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: 99 });
  });

  it('calls a database that may only be read registry_unwritable', async () => {
    await openSqliteRegistry({ file }).close();
    using database = new DatabaseSync(file, { readOnly: true });
    let error: unknown;
    try {
      database.exec('DELETE FROM records');
    } catch (reason) {
      error = reason;
    }
    expect(mapError(error, file)).toMatchObject({ code: 'registry_unwritable', cause: error });
  });

  it('calls a registry that outgrows its disk registry_unwritable', async () => {
    const registry = openSqliteRegistry({ file });
    await registry.commit([overwrite(usage, record)]);
    await registry.close();
    using database = new DatabaseSync(file);
    database.exec('PRAGMA max_page_count = 1');
    let error: unknown;
    try {
      database.exec(`UPDATE records SET json = '${'x'.repeat(100_000)}'`);
    } catch (reason) {
      error = reason;
    }
    expect(mapError(error, file)).toMatchObject({ code: 'registry_unwritable' });
    expect(mapError(error, file).message).toContain('disk is full');
  });

  it('calls anything unforeseen internal and shows none of it', () => {
    const error = mapError(new Error('secret of the driver'), file);
    expect(error).toMatchObject({ code: 'internal' });
    expect(error.message).not.toContain('secret');
  });
});
