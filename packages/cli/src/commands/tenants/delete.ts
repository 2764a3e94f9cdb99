import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import { askToGoOn } from '../../client/ask.ts';
import { asOperator, type OperatorOptions } from '../../client/operator.ts';
import type { Request } from '../../client/request.ts';
import type { TenantResource } from '../../client/resources.ts';
import { findTenant } from '../../client/tenants.ts';
import { CommandFailure } from '../../output/failure.ts';
import { printResult } from '../../output/print.ts';
import { withOperator } from '../options.ts';

/** `cohabit tenants delete` */
export function deleteTenantCommand(): Command {
  const command = new Command('delete')
    .description('Remove a tenant and what it has to itself in Cognito. Asks first on a terminal.')
    .argument('<tenant>', 'slug or id')
    .option('--yes', 'do not ask');
  return withOperator(command).action(
    async (slugOrId: string, options: OperatorOptions & { yes?: boolean }) => {
      const request = await asOperator(options);
      const tenant = await findTenant(request, slugOrId);
      if (!options.yes) await askToGoOn(`Remove ${tenant.slug} (${tenant.name}) and its sign-ins for good?`);
      await removeTenant(request, tenant);
      printResult(
        options.json,
        { id: tenant.id, slug: tenant.slug, deleted: true },
        () => `Removed ${tenant.slug}.`,
      );
    },
  );
}

const MAX_CALLS = 10;

/** Removing goes on with every call until nothing is left: then the answer is empty. */
async function removeTenant(request: Request, { id, slug }: TenantResource): Promise<void> {
  let left: TenantResource | undefined;
  for (let call = 1; call <= MAX_CALLS; call++) {
    left = await request<TenantResource | undefined>('DELETE', `/v1/tenants/${id}`);
    if (left === undefined) return;
    await sleep(500);
  }
  const problem = left?.status.problem;
  throw new CommandFailure(
    {
      code: problem?.code ?? 'tenant_not_ready',
      title: `${slug} is not removed completely yet`,
      ...(problem === undefined ? {} : { detail: problem.message }),
    },
    { hint: 'Run the command again to go on.' },
  );
}
