import { overwrite, usage } from '@cohabit/core';
import { openSqliteRegistry } from './index.ts';

/** A product beside the control plane: counts usage in the same file as fast as it can. */
const [file = '', source = '', commits = '0'] = process.argv.slice(2);
const registry = openSqliteRegistry({ file });
for (let quantity = 1; quantity <= Number(commits); quantity++) {
  await registry.commit([
    overwrite(usage, {
      tenantId: 'tnt_00000000000000000000000000',
      meter: 'requests',
      hour: '2026-11-22T14',
      source,
      quantity,
      version: 0,
    }),
  ]);
}
await registry.close();
