import { Command } from 'commander';
import { asOperator, type OperatorOptions } from '../../client/operator.ts';
import { findTenant } from '../../client/tenants.ts';
import { printResult } from '../../output/print.ts';
import { withOperator } from '../options.ts';
import { renderTenant } from './render.ts';

/** `cohabit tenants show` */
export function showTenantCommand(): Command {
  const command = new Command('show')
    .description('One tenant: its placement, settings and status.')
    .argument('<tenant>', 'slug or id');
  return withOperator(command).action(async (slugOrId: string, options: OperatorOptions) => {
    const tenant = await findTenant(await asOperator(options), slugOrId);
    printResult(options.json, tenant, () => renderTenant(tenant));
  });
}
