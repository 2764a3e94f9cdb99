import { Command } from 'commander';
import { asOperator, type OperatorOptions } from '../../client/operator.ts';
import { printResult } from '../../output/print.ts';
import { withOperator } from '../options.ts';
import { findProvider } from './find-provider.ts';
import { renderProvider } from './render.ts';

/** `cohabit identity-providers show` */
export function showIdentityProviderCommand(): Command {
  const command = new Command('show')
    .description("A tenant's identity provider, and what to enter at it.")
    .argument('<tenant>', 'slug or id');
  return withOperator(command).action(async (slugOrId: string, options: OperatorOptions) => {
    const { provider } = await findProvider(await asOperator(options), slugOrId);
    printResult(options.json, provider, () => renderProvider(provider));
  });
}
