import { styleText } from 'node:util';
import type { RequestLogEntry } from '@cohabit/local-cognito';
import { Command, Option } from 'commander';
import { waitForEnd } from '../up/wait-for-end.ts';

import { readPort, withJson } from './options.ts';

interface Options {
  port: number;
  data: string;
  region: string;
  lambdaEndpoint?: string;
  json?: boolean;
}

/** `cohabit local`: local-cognito alone, with a line for each request. */
export function localCommand(): Command {
  const command = new Command('local')
    .description('Run only the local Cognito, and log each request on a line.')
    .addOption(
      new Option('--port <port>', '0 picks a free one')
        .env('COHABIT_COGNITO_PORT')
        .default(9229)
        .argParser(readPort),
    )
    .option('--data <file>', 'database file, or "memory" to keep nothing', 'memory')
    .option('--region <region>', 'Region of pool ids and ARNs', 'us-east-1')
    .option('--lambda-endpoint <address>', 'Lambda Invoke API that triggers are called at');
  return withJson(command).action(async (options: Options) => {
    const { json, lambdaEndpoint, ...rest } = options;
    const { startLocalCognito } = await import('@cohabit/local-cognito');
    const cognito = await startLocalCognito({
      ...rest,
      ...(lambdaEndpoint === undefined ? {} : { lambdaEndpoint }),
      logger: (entry) => process.stdout.write(`${json ? JSON.stringify(entry) : renderRequest(entry)}\n`),
    });
    const { endpoint, region } = cognito;
    const ready = { ready: true, endpoint, region, data: options.data };
    process.stdout.write(
      json ? `${JSON.stringify(ready)}\n` : `Local Cognito is ready: ${endpoint} (Region ${region})\n`,
    );
    await waitForEnd(() => cognito.close());
  });
}

function renderRequest(entry: RequestLogEntry): string {
  const time = new Date().toISOString().slice(11, 23);
  const what = entry.operation ?? `${entry.method} ${entry.path}`;
  const failed = entry.errorType === undefined ? '' : `  ${entry.errorType}`;
  const line = `${time}  ${entry.status}  ${`${Math.round(entry.durationMs)} ms`.padStart(7)}  ${what}${failed}`;
  return entry.status < 400 ? line : styleText('red', line, { stream: process.stdout });
}
