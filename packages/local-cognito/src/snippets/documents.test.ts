import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('../../../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');

/** The lines between `#region name` and `#endregion` without their common indentation, or the whole file. */
function region(path: string, name: string | undefined): string {
  const lines = read(path).trimEnd().split('\n');
  if (name === undefined) return lines.join('\n');
  const start = lines.findIndex((line) => line.trim() === `// #region ${name}`);
  const length = lines.slice(start + 1).findIndex((line) => line.trim() === '// #endregion');
  if (start < 0 || length < 0) throw new Error(`${path} has no region ${name}`);
  const body = lines.slice(start + 1, start + 1 + length);
  const indents = body.filter((line) => line !== '').map((line) => line.search(/\S/));
  return body.map((line) => line.slice(Math.min(...indents))).join('\n');
}

const documents = ['docs/guides/local-cognito.md', 'packages/local-cognito/README.md'].map((path) => {
  const text = read(path);
  const blocks = /<!-- (packages\/\S+?|e2e\/\S+?)(?:#([\w-]+))? -->\n\n```\w+\n([\s\S]*?)\n```/g;
  const snippets = [...text.matchAll(blocks)].map(([, file = '', name, code]) => ({
    path: file,
    name,
    code,
    title: name ? `${file}#${name}` : file,
  }));
  return { path, text, snippets };
});

describe.each(documents)('$path', ({ path: document, text, snippets }) => {
  it.each(snippets)('shows $title as it is tested', ({ path, name, code }) => {
    expect(code).toBe(region(path, name));
  });

  it('has no TypeScript and no YAML that is not tested', () => {
    const blocks = text.match(/```(ts|yaml)\n/g) ?? [];
    expect(blocks.length).toBeGreaterThan(2);
    expect(snippets).toHaveLength(blocks.length);
  });

  it('links to files that exist', () => {
    for (const [, target = ''] of text.matchAll(/\]\((?!http)([^)#]+)/g)) {
      expect(() => readFileSync(new URL(target, new URL(document, root)))).not.toThrow();
    }
  });
});
