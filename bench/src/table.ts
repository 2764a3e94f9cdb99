/** One measured figure: what, for whom, and how many a second. */
export interface Figure {
  name: string;
  perSecond: number;
}

/** Prints figures with the ratio of each to the first (how many times as fast the first is). */
export function printFigures(title: string, figures: readonly Figure[]): void {
  const first = figures[0];
  if (!first) return;
  const width = Math.max(...figures.map((figure) => figure.name.length));
  process.stdout.write(`\n${title}\n`);
  for (const figure of figures) {
    const rate = Math.round(figure.perSecond).toLocaleString('en').padStart(9);
    const ratio = figure === first ? '' : `   1 : ${(first.perSecond / figure.perSecond).toFixed(2)}`;
    process.stdout.write(`  ${figure.name.padEnd(width)} ${rate}/s${ratio}\n`);
  }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
