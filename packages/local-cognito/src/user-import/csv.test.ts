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
});
