import { Command } from 'commander';
import { asOperator, type OperatorOptions } from '../../client/operator.ts';
import { printResult } from '../../output/print.ts';
import { withOperator } from '../options.ts';
import { findMember } from './find-member.ts';

/** `cohabit members remove` */
export function removeMemberCommand(): Command {
  const command = new Command('remove')
    .description('Take a person out of a tenant; their other tenants stay.')
    .argument('<tenant>', 'slug or id')
    .argument('<member>', 'e-mail or user id');
  return withOperator(command).action(
    async (slugOrId: string, emailOrId: string, options: OperatorOptions) => {
      const request = await asOperator(options);
      const { tenant, member, path } = await findMember(request, slugOrId, emailOrId);
      await request('DELETE', path);
      printResult(
        options.json,
        { tenantId: tenant.id, userId: member.userId, removed: true },
        () => `Removed ${member.email} from ${tenant.slug}.`,
      );
    },
  );
}
