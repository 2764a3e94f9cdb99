import { describe, expect, it } from 'vitest';
import { renderFields, renderTable } from './table.ts';

describe('tables', () => {
  it('align their columns and end without spaces', () => {
    expect(
      renderTable(
        ['tenant', 'plan'],
        [
          ['acme', 'enterprise'],
          ['umbrella-corporation', ''],
        ],
      ),
    ).toBe('TENANT                PLAN\nacme                  enterprise\numbrella-corporation');
  });

  it('do not let a name move the cursor or colour the terminal', () => {
    const shown = renderTable(['name'], [['\u001b[2J\u001b[31mEvil\r\nCorp\u0007']]);
    expect(shown).toBe('NAME\nEvil  Corp');
    expect(renderFields({ name: '\u001b[31mEvil' })).toBe('name  Evil');
  });

  it('leave out fields that have no value', () => {
    expect(renderFields({ id: 'x', problem: undefined, 'user pool': 'y' })).toBe(
      'id         x\nuser pool  y',
    );
  });
});
