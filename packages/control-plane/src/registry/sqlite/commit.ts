import type { PlannedChange, PlannedWrite } from '@cohabit/core';
import { uniqueTaken, versionConflict } from '../refusals.ts';
import { readRecord } from './read.ts';
import type { Prepare, RecordRow } from './statements.ts';

/**
 * Carries out the changes; runs inside a transaction. All versions are checked before anything is written, and all
 * unique values of the changed records are released before any is taken, so that records can swap them.
 */
export function applyChanges(prepare: Prepare, changes: readonly PlannedChange[]): void {
  const current = changes.map((change) => {
    const row = readRecord(prepare, change.collection, change.partition, change.sort);
    const conflict = versionConflict(change, row?.version ?? 0);
    if (conflict) throw conflict;
    return row;
  });
  for (const [i, change] of changes.entries()) {
    const row = current[i];
    if (change.kind !== 'expect' && row) releaseEntries(prepare, row.id);
    if (change.kind === 'remove' && row) prepare('DELETE FROM records WHERE id = ?').run(row.id);
  }
  for (const [i, change] of changes.entries()) {
    if (change.kind === 'put' || change.kind === 'overwrite') write(prepare, change, current[i]);
  }
}

function releaseEntries(prepare: Prepare, id: number): void {
  prepare('DELETE FROM unique_values WHERE record_id = ?').run(id);
  prepare('DELETE FROM index_entries WHERE record_id = ?').run(id);
}

function write(prepare: Prepare, change: PlannedWrite, row: RecordRow | undefined): void {
  const { collection, partition, sort, json } = change;
  const version = (row?.version ?? 0) + 1;
  const id = row
    ? row.id
    : prepare('INSERT INTO records (collection, partition, sort, version, json) VALUES (?, ?, ?, ?, ?)').run(
        collection,
        partition,
        sort,
        version,
        json,
      ).lastInsertRowid;
  if (row) prepare('UPDATE records SET version = ?, json = ? WHERE id = ?').run(version, json, id);
  for (const value of change.unique) {
    const { changes } = prepare(
      'INSERT INTO unique_values (collection, value, record_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
    ).run(collection, value, id);
    if (changes === 0) throw uniqueTaken(collection, value);
  }
  for (const entry of change.indexes) {
    prepare(
      'INSERT INTO index_entries (collection, name, partition, sort, record_id) VALUES (?, ?, ?, ?, ?)',
    ).run(collection, entry.name, entry.partition, entry.sort, id);
  }
}
