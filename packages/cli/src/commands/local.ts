import { readFileSync } from 'node:fs';
import { styleText } from 'node:util';
import type {
  LocalCognito,
  LocalCognitoStartErrorCode,
  QuotaSettings,
  RequestLogEntry,
} from '@cohabit/local-cognito';
import { Command, InvalidArgumentError, Option } from 'commander';
import { CommandFailure, usageFailure } from '../output/failure.ts';
import { waitForEnd } from '../up/wait-for-end.ts';

import { readPort, withJson } from './options.ts';

interface Options {
  port: number;
  host: string;
  data: string;
  seed?: string;
  region: string;
  issuerBase?: string;
  quotas: string;
  function?: Record<string, string>;
  lambdaEndpoint?: string;
  settableClock?: boolean;
  mailbox: boolean;
  https?: true | number;
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
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--data <file>', 'database file, or "memory" to keep nothing', 'memory')
    .option('--seed <file>', 'pools, users, fake providers and so on to start with (YAML or JSON)')
    .addOption(
      new Option('--https [port]', 'answer https too, on a free port or this one').argParser(readPort),
    )
    .option('--region <region>', 'Region of pool ids and ARNs', 'us-east-1')
    .option('--issuer-base <address>', 'base address of the issuers in tokens, when clients see another one')
    .option(
      '--quotas <quotas>',
      'off, aws (the values of a new account), or a JSON file with other values',
      'off',
    )
    .addOption(
      new Option(
        '--function <arn=file>',
        'JavaScript or TypeScript file of a trigger; may be given several times',
      ).argParser(readFunction),
    )
    .option('--lambda-endpoint <address>', 'Lambda Invoke API that triggers are called at')
    .option('--settable-clock', 'let /_local/clock move the time')
    .option('--no-mailbox', 'do not show messages at /_local/mailbox');
  return withJson(command).action(async (options: Options) => {
    const { startLocalCognito } = await import('@cohabit/local-cognito');
    const cognito = await startLocalCognito(await startOptions(options)).catch((error: unknown) => {
      throw startFailure(error) ?? error;
    });
    process.stdout.write(
      `${options.json ? JSON.stringify(describe(cognito, options)) : render(cognito, options)}\n`,
    );
    await waitForEnd(() => cognito.close());
  });
}

/** What scripts read when the server is ready. */
function describe(cognito: LocalCognito, options: Options) {
  const { endpoint, httpsEndpoint, region, fakeProviders, signInPages } = cognito;
  return {
    ready: true,
    endpoint,
    ...(httpsEndpoint !== undefined && { httpsEndpoint }),
    region,
    data: options.data,
    ...(options.mailbox && { mailbox: `${endpoint}/_local/mailbox` }),
    signIns: `${endpoint}/_local/sign-ins`,
    fakeProviders: fakeProviders.list(),
    signInPages,
  };
}

/** The same for people: where to look while something is tried. */
function render(cognito: LocalCognito, options: Options): string {
  const { endpoint, httpsEndpoint, region, mailbox, signIns, fakeProviders, signInPages } = describe(
    cognito,
    options,
  );
  const addresses = httpsEndpoint === undefined ? endpoint : `${endpoint}, ${httpsEndpoint}`;
  const lines = [
    `Local Cognito is ready: ${addresses} (Region ${region})`,
    ...(mailbox === undefined ? [] : [`Mailbox: ${mailbox}`]),
    `Sign-ins through providers: ${signIns}`,
    ...fakeProviders.map(
      ({ displayName, protocol, url }) => `Fake provider ${displayName} (${protocol.toUpperCase()}): ${url}`,
    ),
    ...signInPages.map(({ clientName, url }) => `Sign in at ${clientName}: ${url}`),
  ];
  return lines.join('\n');
}

async function startOptions(options: Options) {
  const { renderRequest } = await import('@cohabit/local-cognito');
  const { port, host, data, region, mailbox, https, seed, issuerBase, lambdaEndpoint } = options;
  const log = (entry: RequestLogEntry) => {
    const line = options.json ? JSON.stringify(entry) : colored(entry.status, renderRequest(entry));
    process.stdout.write(`${line}\n`);
  };
  return {
    port,
    host,
    data,
    region,
    mailbox,
    ...(https !== undefined && { https: https === true ? true : { port: https } }),
    quotas: await readQuotas(options.quotas),
    functions: options.function ?? {},
    logger: log,
    ...(seed !== undefined && { seed }),
    ...(issuerBase !== undefined && { issuerBase }),
    ...(lambdaEndpoint !== undefined && { lambdaEndpoint }),
    ...(options.settableClock && { clock: 'settable' as const }),
  };
}

const colored = (status: number, line: string) =>
  status < 400 ? line : styleText('red', line, { stream: process.stdout });

function readFunction(value: string, previous: Record<string, string> = {}): Record<string, string> {
  const [, arn, file] = /^(arn:[^=]+)=(.+)$/.exec(value) ?? [];
  if (!arn || !file) throw new InvalidArgumentError(`"${value}" is no function: use <arn>=<file>.`);
  return { ...previous, [arn]: file };
}

async function readQuotas(value: string): Promise<QuotaSettings> {
  if (value === 'off' || value === 'aws') return value;
  const { quotaSettings } = await import('@cohabit/local-cognito');
  try {
    return quotaSettings.parse(JSON.parse(readFileSync(value, 'utf8')));
  } catch (error) {
    throw usageFailure(
      `--quotas ${value} cannot be used: expected off, aws, or a JSON file such as {"requestsPerSecond":{"UserPoolRead":5},"resources":{"userPools":10}}. ${(error as Error).message}`,
    );
  }
}

/** A reason for not starting that the user can do something about. */
function startFailure(error: unknown): CommandFailure | undefined {
  if (!(error instanceof Error) || error.name !== 'LocalCognitoStartError') return undefined;
  const { code } = error as Error & { code: LocalCognitoStartErrorCode };
  return new CommandFailure({ code, title: error.message }, { cause: error });
}
