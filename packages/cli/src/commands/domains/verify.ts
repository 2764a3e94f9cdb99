import { Command } from 'commander';
import { asOperator, type OperatorOptions } from '../../client/operator.ts';
import type { DomainResource } from '../../client/resources.ts';
import { findTenant } from '../../client/tenants.ts';
import { printResult } from '../../output/print.ts';
import { withOperator } from '../options.ts';
import { domainPath, renderDomain } from './render.ts';

/** `cohabit domains verify` */
export function verifyDomainCommand(): Command {
  const command = new Command('verify')
    .description('Look the DNS record of a domain up; whoever proves a domain first has it.')
    .argument('<tenant>', 'slug or id')
    .argument('<domain>', 'such as acme.example');
  return withOperator(command).action(async (slugOrId: string, name: string, options: OperatorOptions) => {
    const request = await asOperator(options);
    const { id } = await findTenant(request, slugOrId);
    const domain = await request<DomainResource>('POST', `${domainPath(id, name)}/verification`);
    printResult(options.json, domain, () => renderDomain(domain));
  });
}
