import { Command } from 'commander';
import { asOperator, type OperatorOptions } from '../../client/operator.ts';
import type { ProviderCheckResource } from '../../client/resources.ts';
import { printResult } from '../../output/print.ts';
import { withOperator } from '../options.ts';
import { findProvider } from './find-provider.ts';
import { providerPath } from './path.ts';

/** `cohabit identity-providers test`: exit code 1 when something is wrong. */
export function testIdentityProviderCommand(): Command {
  const command = new Command('test')
    .description("Look at what a tenant's identity provider publishes, and say what is wrong with it.")
    .argument('<tenant>', 'slug or id');
  return withOperator(command).action(async (slugOrId: string, options: OperatorOptions) => {
    const request = await asOperator(options);
    const { tenant, provider } = await findProvider(request, slugOrId);
    const path = `${providerPath(tenant.id, provider.id)}/test`;
    const check = await request<ProviderCheckResource>('POST', path);
    printResult(options.json, check, () => renderCheck(provider.name, check));
    if (!check.ok) process.exitCode = 1;
  });
}

function renderCheck(name: string, { ok, findings }: ProviderCheckResource): string {
  const lines = findings.map(({ level, code, message }) => `  ${level}: ${message} (${code})`);
  return [ok ? `${name} can be used.` : `${name} does not work.`, ...lines].join('\n');
}
