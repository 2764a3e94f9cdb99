/** One operation's row: `why` says what of it has no effect here. */
export interface Coverage {
  operation: string;
  state: 'works' | 'stored only' | 'not built';
  why?: string;
}

/** The page `docs/reference/local-cognito-coverage.md`. */
export function renderCoverage(rows: readonly Coverage[]): string {
  const count = (wanted: Coverage['state']) => rows.filter(({ state }) => state === wanted).length;
  const missing = count('not built');
  const states = [
    `${count('works')} work`,
    `${count('stored only')} store and show what they are given, without the effect that it has on AWS`,
    ...(missing > 0 ? [`${missing} answer \`NotImplementedException\``] : []),
  ];
  return `# What local-cognito covers

All ${rows.length} operations of the user pools API (version 2016-04-18, as of November 2026): ${states.join('; ')}.
Every operation checks its input and answers Cognito's errors.

This page is generated from the code: \`npm run coverage --workspace @cohabit/local-cognito\`.

${table(rows)}
`;
}

/** With columns as wide as their widest cell. */
function table(rows: readonly Coverage[]): string {
  const head = ['operation', 'state', 'why'];
  const body = rows.map(({ operation, state, why = '' }) => [`\`${operation}\``, state, why]);
  const widths = head.map((_title, column) =>
    Math.max(...[head, ...body].map((cells) => cells[column]?.length ?? 0)),
  );
  const rule = widths.map((width) => '-'.repeat(width));
  return [head, rule, ...body]
    .map((cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`)
    .join('\n');
}
