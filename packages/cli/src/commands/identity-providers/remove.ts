import { Command, Option } from 'commander';
import { askToGoOn } from '../../client/ask.ts';
import { asOperator, type OperatorOptions } from '../../client/operator.ts';
import type { IdentityProviderResource } from '../../client/resources.ts';
import { printResult } from '../../output/print.ts';
import { withOperator } from '../options.ts';
import { findProvider } from './find-provider.ts';
import { providerPath } from './path.ts';

/** `cohabit identity-providers remove` */
export function removeIdentityProviderCommand(): Command {
  const command = new Command('remove')
    .description("Remove a tenant's identity provider; the sessions of its people end.")
    .argument('<tenant>', 'slug or id')
    .addOption(
      new Option('--people <choice>', 'what becomes of its people')
        .choices(['revoke', 'keep-as-invited'])
        .makeOptionMandatory(),
    );
  return withOperator(command).action(
    async (slugOrId: string, options: OperatorOptions & { people: string }) => {
      const request = await asOperator(options);
      const { tenant, provider } = await findProvider(request, slugOrId);
      await askToGoOn(`Remove ${provider.name} from ${tenant.slug} and end the sessions of its people?`);
      const path = `${providerPath(tenant.id, provider.id)}?people=${options.people}`;
      const left = await request<IdentityProviderResource | undefined>('DELETE', path);
      const result = { tenantId: tenant.id, id: provider.id, removed: left === undefined };
      printResult(options.json, result, () =>
        left === undefined
          ? `Removed ${provider.name} from ${tenant.slug}.`
          : `Nobody comes in through ${provider.name} any more. Not all is done yet: run the command again to go on.`,
      );
    },
  );
}
