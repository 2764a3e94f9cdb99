import type { DatabaseSync, StatementSync } from 'node:sqlite';

export interface RecordRow {
  id: number;
  version: number;
  json: string;
}

/** Prepares each SQL text once. */
export type Prepare = (sql: string) => StatementSync;

export function createPrepare(database: DatabaseSync): Prepare {
  const statements = new Map<string, StatementSync>();
  return (sql) => {
    const known = statements.get(sql);
    if (known) return known;
    const statement = database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
}

/** The record of a row, made anew on every read, so that nobody can change what the next reader gets. */
export function toRecord<T>(row: RecordRow): T {
  return { ...JSON.parse(row.json), version: row.version };
}
