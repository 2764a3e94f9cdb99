import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv } from './csv.ts';

describe('readCsv', () => {
  it.each<[string, string, string[][]]>([
    [
      'plain values',
      'a,b\nc,d\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['no line end at the end', 'a,b', [['a', 'b']]],
    [
      'Windows line ends and empty lines',
      'a,b\r\n\r\nc,d\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['a byte order mark', '\uFEFFa,b', [['a', 'b']]],
    ['empty values', ',a,', [['', 'a', '']]],
    ['escaped commas', 'Doe\\, Jane,b', [['Doe, Jane', 'b']]],
    ['other backslashes as they are', 'a\\b,c', [['a\\b', 'c']]],
    ['quoted commas, quotes and lines', '"a,b","c""d","e\nf"', [['a,b', 'c"d', 'e\nf']]],
    ['a quote that is never closed', '"a,b', [['a,b']]],
    ['nothing', '', []],
  ])('reads %s', (_what, text, rows) => {
    expect([...readCsv(text)]).toEqual(rows);
  });

  it('reads back whatever was written in quotes', async () => {
    const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;
    const row = fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 5 });
    await fc.assert(
      fc.property(fc.array(row), (rows) => {
        const text = rows.map((values) => values.map(quoted).join(',')).join('\r\n');
        expect([...readCsv(text)]).toEqual(rows);
      }),
    );
  });
});
