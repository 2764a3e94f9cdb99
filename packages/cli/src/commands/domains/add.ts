import { Command } from 'commander';
import { asOperator, type OperatorOptions } from '../../client/operator.ts';
import type { DomainResource } from '../../client/resources.ts';
import { findTenant } from '../../client/tenants.ts';
import { printResult } from '../../output/print.ts';
import { withOperator } from '../options.ts';
import { domainPath, renderDomain } from './render.ts';

/** `cohabit domains add` */
export function addDomainCommand(): Command {
  const command = new Command('add')
    .description("Say that a mail domain is a tenant's own; prints the DNS record that proves it.")
    .argument('<tenant>', 'slug or id')
    .argument('<domain>', 'such as acme.example')
    .option('--proven', 'take it as proven on your own word, without DNS');
  return withOperator(command).action(
    async (slugOrId: string, name: string, options: OperatorOptions & { proven?: boolean }) => {
      const request = await asOperator(options);
      const { id } = await findTenant(request, slugOrId);
      const path = domainPath(id, name);
      const domain = await request<DomainResource>('PUT', options.proven ? `${path}/proof` : path);
      printResult(options.json, domain, () => renderDomain(domain));
    },
  );
}
