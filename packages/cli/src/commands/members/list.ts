import { Command } from 'commander';
import { asOperator, type OperatorOptions } from '../../client/operator.ts';
import type { MembershipResource } from '../../client/resources.ts';
import { findTenant, readAll } from '../../client/tenants.ts';
import { printResult } from '../../output/print.ts';
import { withOperator } from '../options.ts';
import { renderMembers } from './render.ts';

/** `cohabit members list` */
export function listMembersCommand(): Command {
  const command = new Command('list')
    .description('The members of a tenant.')
    .argument('<tenant>', 'slug or id');
  return withOperator(command).action(async (slugOrId: string, options: OperatorOptions) => {
    const request = await asOperator(options);
    const { id } = await findTenant(request, slugOrId);
    const members = await readAll<MembershipResource>(request, `/v1/tenants/${id}/memberships`);
    printResult(options.json, members, () => renderMembers(members));
  });
}
