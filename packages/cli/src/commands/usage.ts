import { Command } from 'commander';
import { asOperator, type OperatorOptions } from '../client/operator.ts';
import type { UsageResource } from '../client/resources.ts';
import { findTenant } from '../client/tenants.ts';
import { printResult } from '../output/print.ts';
import { renderTable } from '../output/table.ts';
import { withOperator } from './options.ts';

/** `cohabit usage` */
export function usageCommand(): Command {
  const command = new Command('usage')
    .description('What a tenant used, by meter.')
    .argument('<tenant>', 'slug or id')
    .option('--from <time>', 'first UTC hour, such as 2026-11-01T00; the start of this month if absent')
    .option('--to <time>', 'last UTC hour, such as 2026-11-30T23; this hour if absent');
  return withOperator(command).action(
    async (slugOrId: string, options: OperatorOptions & { from?: string; to?: string }) => {
      const request = await asOperator(options);
      const { id } = await findTenant(request, slugOrId);
      const query = new URLSearchParams();
      if (options.from !== undefined) query.set('from', options.from);
      if (options.to !== undefined) query.set('to', options.to);
      const usage = await request<UsageResource>('GET', `/v1/tenants/${id}/usage?${query}`);
      printResult(options.json, usage, () => renderUsage(usage));
    },
  );
}

function renderUsage({ from, to, plan, totals, hours }: UsageResource): string {
  const span = `${from} to ${to} (UTC hours)`;
  if (hours.length === 0) return `Nothing was counted from ${span}.`;
  const sums = Object.entries(totals).map(([meter, quantity]) => `${count(quantity)} ${meter}`);
  return [
    `${sums.join(', ')} from ${span}; the plan ${plan.id} gives ${count(plan.monthlyRequests)} requests a month.`,
    '',
    renderTable(
      ['hour', 'meter', 'quantity'],
      hours.map(({ hour, meter, quantity }) => [hour, meter, count(quantity)]),
    ),
  ].join('\n');
}

const count = (quantity: number) => quantity.toLocaleString('en-US');
