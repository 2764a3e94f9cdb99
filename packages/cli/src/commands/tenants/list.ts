import { Command } from 'commander';
import { asOperator, type OperatorOptions } from '../../client/operator.ts';
import type { TenantResource } from '../../client/resources.ts';
import { readAll } from '../../client/tenants.ts';
import { printResult } from '../../output/print.ts';
import { renderTable } from '../../output/table.ts';
import { withOperator } from '../options.ts';

/** `cohabit tenants list` */
export function listTenantsCommand(): Command {
  const command = new Command('list').description('All tenants.');
  return withOperator(command).action(async (options: OperatorOptions) => {
    const tenants = await readAll<TenantResource>(await asOperator(options), '/v1/tenants');
    printResult(options.json, tenants, () =>
      tenants.length === 0
        ? 'There are no tenants yet: cohabit tenants create --help'
        : renderTable(
            ['tenant', 'name', 'model', 'plan', 'status', 'id'],
            tenants.map(({ slug, name, model, plan, status, id }) => [
              slug,
              name,
              model,
              plan,
              status.phase,
              id,
            ]),
          ),
    );
  });
}
