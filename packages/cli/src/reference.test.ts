import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createProgram } from './program.ts';
import { renderReference } from './reference.ts';

const page = readFileSync(new URL('../../../docs/reference/cli.md', import.meta.url), 'utf8');

describe('docs/reference/cli.md', () => {
  it('is what the command tree says (npm run reference --workspace cohabit writes it anew)', () => {
    expect(page).toBe(renderReference(createProgram()));
  });

  it('has every command, each with --json', () => {
    const names = page.match(/^## cohabit .+$/gm)?.map((line) => line.slice('## cohabit '.length));
    expect(names).toEqual([
      'up',
      'local',
      'tenants create',
      'tenants list',
      'tenants show',
      'tenants suspend',
      'tenants resume',
      'tenants delete',
      'members invite',
      'members list',
      'members set-roles',
      'members remove',
      'identity-providers set',
      'identity-providers show',
      'identity-providers test',
      'identity-providers remove',
      'domains add',
      'domains verify',
      'domains list',
      'token',
      'usage',
    ]);
    expect(page.match(/`--json`/g)?.length).toBeGreaterThanOrEqual(names?.length ?? 0);
  });
});
