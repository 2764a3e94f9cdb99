import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { en } from './en.ts';

const folder = new URL('../', import.meta.url).pathname;
const isOfPages = (file: string) => !/^languages\/|(?:^|\/)testing\/|\.test\.ts$/.test(file);

it('says every text of the catalog on a page', () => {
  const files = globSync('**/*.ts', { cwd: folder }).filter(isOfPages);
  const sources = files.map((file) => readFileSync(`${folder}${file}`, 'utf8')).join('\n');
  const named = new Set([...sources.matchAll(/'(\w+)'/g)].map(([, name]) => name));
  expect(Object.keys(en).filter((key) => !named.has(key))).toEqual([]);
});
