import { tenancyModels } from '@cohabit/core';
import { Command, Option } from 'commander';
import { asOperator, type OperatorOptions } from '../../client/operator.ts';
import type { TenantResource } from '../../client/resources.ts';
import { usageFailure } from '../../output/failure.ts';
import { printResult } from '../../output/print.ts';
import { withOperator } from '../options.ts';
import { renderTenant } from './render.ts';

interface Options extends OperatorOptions {
  name?: string;
  model: string;
  plan: string;
  admin: string;
  adminName?: string;
  settings?: Record<string, unknown>;
}

/** `cohabit tenants create`: onboards a tenant and waits until it can sign its first admin in. */
export function createTenantCommand(): Command {
  const command = new Command('create')
    .description('Onboard a tenant; its first admin gets an invitation.')
    .argument('<slug>', 'name of the tenant in addresses, such as acme')
    .addOption(
      new Option('--model <model>', 'what of Cognito the tenant has to itself')
        .choices(tenancyModels)
        .default('shared'),
    )
    .option('--plan <plan>', 'what the tenant bought', 'starter')
    .requiredOption('--admin <email>', 'e-mail of the first admin')
    .option('--admin-name <name>', 'name of the first admin')
    .option('--name <name>', 'display name; the slug if absent')
    .option(
      '--settings <json>',
      'authentication settings as JSON, such as \'{"mfa":"required"}\'; what a model can give differs',
      readSettings,
    );
  return withOperator(command).action(async (slug: string, options: Options) => {
    const request = await asOperator(options);
    const tenant = await request<TenantResource>('POST', '/v1/tenants', {
      slug,
      name: options.name ?? slug,
      model: options.model,
      plan: options.plan,
      ...(options.settings === undefined ? {} : { settings: options.settings }),
      firstAdmin: {
        email: options.admin,
        ...(options.adminName === undefined ? {} : { name: options.adminName }),
      },
    });
    printResult(options.json, tenant, () => renderTenant(tenant));
  });
}

function readSettings(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw usageFailure('--settings is not JSON. Write it as \'{"mfa":"required"}\', in single quotes.');
  }
}
