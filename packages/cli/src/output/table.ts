import { stripVTControlCharacters } from 'node:util';
import { heading } from './print.ts';

/** Rows set in columns of equal width, two spaces apart, under a heading. Control characters are taken out of cells. */
export function renderTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map(plain));
  const widths = columns.map((column, at) =>
    Math.max(column.length, ...cells.map((row) => row[at]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(widths[at] ?? 0)))
      .join('  ')
      .trimEnd();
  return [heading(line(columns.map((column) => column.toUpperCase()))), ...cells.map(line)].join('\n');
}

/** Names and values under each other, values aligned; names without a value are left out. */
export function renderFields(fields: Record<string, string | undefined>): string {
  const shown = Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined);
  const width = Math.max(...shown.map(([name]) => name.length));
  return shown.map(([name, value]) => `${name.padEnd(width)}  ${plain(value)}`).join('\n');
}

function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: names of tenants and people must not move the cursor
  return stripVTControlCharacters(text).replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
}
