import { type Collection, put, type Versioned } from '@cohabit/core';
import { openSqliteRegistry } from './index.ts';

/** Commits pairs of entries without end and prints the number of each once it is acknowledged. */
interface Entry extends Versioned {
  box: string;
  number: number;
}

const entries: Collection<Entry> = {
  name: 'kill-entry',
  partition: (entry) => entry.box,
  sort: (entry) => String(entry.number).padStart(9, '0'),
  unique: (entry) => [`${entry.box}:${entry.number}`],
  indexes: { all: (entry) => ({ partition: 'all', sort: `${entry.box}:${entry.number}` }) },
};

const [file = '', first = '0'] = process.argv.slice(2);
const registry = openSqliteRegistry({ file });
for (let number = Number(first); ; number++) {
  await registry.commit(['left', 'right'].map((box) => put(entries, { box, number, version: 0 })));
  process.stdout.write(`${number}\n`);
}
