import type { StatementSync } from 'node:sqlite';

const callsBetween = 128;
const rowsAtOnce = 512;

/**
 * Deletes old rows now and then while new ones arrive: every 128th call removes up to 512 of them, which is faster than
 * they come and never long enough to be noticed. The statement takes the limit of age and the number of rows.
 */
export function createPruner(statement: StatementSync): (olderThan: number) => void {
  let calls = 0;
  return (olderThan) => {
    calls += 1;
    if (calls % callsBetween === 0) statement.run(olderThan, rowsAtOnce);
  };
}
