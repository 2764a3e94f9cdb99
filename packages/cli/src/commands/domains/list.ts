import { Command } from 'commander';
import { asOperator, type OperatorOptions } from '../../client/operator.ts';
import type { DomainResource } from '../../client/resources.ts';
import { findTenant, readAll } from '../../client/tenants.ts';
import { printResult } from '../../output/print.ts';
import { renderTable } from '../../output/table.ts';
import { withOperator } from '../options.ts';

/** `cohabit domains list` */
export function listDomainsCommand(): Command {
  const command = new Command('list')
    .description('The mail domains of a tenant.')
    .argument('<tenant>', 'slug or id');
  return withOperator(command).action(async (slugOrId: string, options: OperatorOptions) => {
    const request = await asOperator(options);
    const { id } = await findTenant(request, slugOrId);
    const domains = await readAll<DomainResource>(request, `/v1/tenants/${id}/domains`);
    const rows = domains.map(({ domain, status, provenBy, provenAt }) => [
      domain,
      status,
      provenBy ?? '',
      provenAt ?? '',
    ]);
    printResult(options.json, domains, () => renderTable(['domain', 'status', 'proven by', 'at'], rows));
  });
}
