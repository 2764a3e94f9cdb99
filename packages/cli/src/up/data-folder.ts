import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startFailure } from './start-failure.ts';

/** Where a local Cohabit keeps its state: files of one folder, or nothing at all. */
export interface DataFolder {
  /** The path of a file in the folder; `undefined` when nothing is kept. */
  file(name: string): string | undefined;
  /** What `writeJson` stored under this name, also by an earlier process; `undefined` if there is none. */
  readJson<T>(name: string): T | undefined;
  /** Replaces the file in one step, readable by its owner only. */
  writeJson(name: string, value: unknown): void;
  close(): void;
}

/**
 * Takes the folder for this process, creating it. The lock is one of SQLite's on `lock.sqlite`, so that the operating
 * system gives it back however the process ends. Throws `data_locked` or `data_unwritable`.
 */
export function openDataFolder(data: string): DataFolder {
  if (data === 'memory') return memoryFolder();
  const folder = resolve(data);
  const release = lock(folder);
  const path = (name: string) => join(folder, name);
  return {
    file: path,
    readJson: <T>(name: string) =>
      existsSync(path(name)) ? (JSON.parse(readFileSync(path(name), 'utf8')) as T) : undefined,
    writeJson(name, value) {
      writeFileSync(`${path(name)}.new`, JSON.stringify(value, null, 2), { mode: 0o600, flush: true });
      renameSync(`${path(name)}.new`, path(name));
    },
    close: release,
  };
}

function memoryFolder(): DataFolder {
  const values = new Map<string, string>();
  return {
    file: () => undefined,
    readJson: <T>(name: string) => {
      const text = values.get(name);
      return text === undefined ? undefined : (JSON.parse(text) as T);
    },
    writeJson: (name, value) => void values.set(name, JSON.stringify(value)),
    close: () => {},
  };
}

function lock(folder: string): () => void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK | constants.X_OK);
    const database = new DatabaseSync(join(folder, 'lock.sqlite'), { timeout: 0 });
    database.exec('BEGIN EXCLUSIVE');
    return () => database.close();
  } catch (cause) {
    const errcode = (cause as { errcode?: number }).errcode;
    throw errcode !== undefined && (errcode & 0xff) === SQLITE_BUSY
      ? startFailure(
          'data_locked',
          `The data in ${folder} is in use by another Cohabit: stop that one, or set COHABIT_DATA to another folder or to "memory".`,
          cause,
        )
      : startFailure(
          'data_unwritable',
          `The data folder ${folder} cannot be written: make it writable, or set COHABIT_DATA to another folder or to "memory".`,
          cause,
        );
  }
}

/** Primary result code (https://www.sqlite.org/rescode.html). */
const SQLITE_BUSY = 5;
