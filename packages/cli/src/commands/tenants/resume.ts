import { Command } from 'commander';
import { asOperator, type OperatorOptions } from '../../client/operator.ts';
import type { TenantResource } from '../../client/resources.ts';
import { findTenant } from '../../client/tenants.ts';
import { printResult } from '../../output/print.ts';
import { withOperator } from '../options.ts';
import { renderTenant } from './render.ts';

/** `cohabit tenants resume` */
export function resumeTenantCommand(): Command {
  const command = new Command('resume')
    .description('Serve a suspended tenant again.')
    .argument('<tenant>', 'slug or id');
  return withOperator(command).action(async (slugOrId: string, options: OperatorOptions) => {
    const request = await asOperator(options);
    const { id } = await findTenant(request, slugOrId);
    const tenant = await request<TenantResource>('DELETE', `/v1/tenants/${id}/suspension`);
    printResult(options.json, tenant, () => renderTenant(tenant));
  });
}
