import { Command } from 'commander';
import { asOperator, type OperatorOptions } from '../../client/operator.ts';
import type { MembershipResource } from '../../client/resources.ts';
import { findTenant } from '../../client/tenants.ts';
import { printResult } from '../../output/print.ts';
import { collect, withOperator } from '../options.ts';
import { renderMembers } from './render.ts';

/** `cohabit members invite` */
export function inviteMemberCommand(): Command {
  const command = new Command('invite')
    .description('Invite a person to a tenant; Cognito sends a temporary password to somebody new.')
    .argument('<tenant>', 'slug or id')
    .argument('<email>', 'e-mail of the person')
    .option('--role <role>', 'admin or member; may be given several times (default: member)', collect)
    .option('--name <name>', 'name of the person');
  return withOperator(command).action(
    async (
      slugOrId: string,
      email: string,
      options: OperatorOptions & { role?: string[]; name?: string },
    ) => {
      const request = await asOperator(options);
      const { id } = await findTenant(request, slugOrId);
      const member = await request<MembershipResource>('POST', `/v1/tenants/${id}/memberships`, {
        email,
        roles: options.role ?? ['member'],
        ...(options.name === undefined ? {} : { name: options.name }),
      });
      printResult(options.json, member, () => renderMembers([member]));
    },
  );
}
