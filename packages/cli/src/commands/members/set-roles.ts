import { Command } from 'commander';
import { asOperator, type OperatorOptions } from '../../client/operator.ts';
import type { MembershipResource } from '../../client/resources.ts';
import { printResult } from '../../output/print.ts';
import { withOperator } from '../options.ts';
import { findMember } from './find-member.ts';
import { renderMembers } from './render.ts';

/** `cohabit members set-roles` */
export function setMemberRolesCommand(): Command {
  const command = new Command('set-roles')
    .description('Replace the roles of a member; they hold from the next token on.')
    .argument('<tenant>', 'slug or id')
    .argument('<member>', 'e-mail or user id')
    .argument('<roles...>', 'admin, member');
  return withOperator(command).action(
    async (slugOrId: string, emailOrId: string, roles: string[], options: OperatorOptions) => {
      const request = await asOperator(options);
      const { path } = await findMember(request, slugOrId, emailOrId);
      const member = await request<MembershipResource>('PATCH', path, { roles });
      printResult(options.json, member, () => renderMembers([member]));
    },
  );
}
