import { readFileSync } from 'node:fs';
import * as sdk from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { operationNames } from '../wire/operation-names.ts';
import { renderCoverage } from './coverage-table.ts';
import { readCoverage } from './read-coverage.ts';

const page = new URL('../../../../docs/reference/local-cognito-coverage.md', import.meta.url);

describe('docs/reference/local-cognito-coverage.md', () => {
  it('is what the operations say (npm run coverage --workspace @cohabit/local-cognito writes it anew)', async () => {
    expect(readFileSync(page, 'utf8')).toBe(renderCoverage(await readCoverage()));
  });

  it('has every operation that the installed AWS SDK has', () => {
    const commands = Object.keys(sdk)
      .filter((name) => /^[A-Z]\w*Command$/.test(name))
      .map((name) => name.slice(0, -'Command'.length));
    expect(commands.length).toBeGreaterThan(100);
    expect([...operationNames].sort()).toEqual(commands.sort());
  });

  it('gives a sentence for what is stored only', async () => {
    const whys = (await readCoverage()).flatMap(({ why }) => (why === undefined ? [] : [why]));
    expect(whys.filter((why) => !/^[A-Z].+\.$/.test(why))).toEqual([]);
  });
});
