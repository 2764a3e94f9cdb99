import { Command, Option } from 'commander';
import { startProgress } from '../output/progress.ts';
import { waitForEnd } from '../up/wait-for-end.ts';
import { readPort, withJson } from './options.ts';

interface Options {
  port: number;
  cognitoPort: number;
  demoPort: number;
  data: string;
  databaseUrl?: string;
  json?: boolean;
}

/** `cohabit up`: everything in one process, seeded. What `npm start` runs. */
export function upCommand(): Command {
  const port = (flag: string, part: string, variable: string, fallback: number) =>
    new Option(`--${flag} <port>`, `port of ${part}; 0 picks a free one`)
      .env(variable)
      .default(fallback)
      .argParser(readPort);
  const command = new Command('up')
    .description('Start local Cognito, control plane, console and demo, seeded with tenants and people.')
    .addOption(port('port', 'control plane and console', 'COHABIT_PORT', 4000))
    .addOption(port('demo-port', 'the demo', 'COHABIT_DEMO_PORT', 4100))
    .addOption(port('cognito-port', 'the local Cognito', 'COHABIT_COGNITO_PORT', 9229))
    .addOption(
      new Option('--data <folder>', 'where state is kept, or "memory" to keep none')
        .env('COHABIT_DATA')
        .default('.cohabit'),
    )
    .addOption(
      new Option('--database-url <url>', 'a Postgres server for the demo, which has one embedded').env(
        'DATABASE_URL',
      ),
    );
  return withJson(command).action(async (options: Options) => {
    const progress = startProgress('Starting');
    const [{ startCohabit }, { renderReady }] = await Promise.all([
      import('../up/start.ts'),
      import('../up/render.ts'),
    ]);
    const cohabit = await startCohabit({
      ports: { controlPlane: options.port, cognito: options.cognitoPort, demo: options.demoPort },
      data: options.data,
      databaseUrl: options.databaseUrl,
      onProgress: progress.say,
    }).finally(progress.stop);
    // Counted from the start of the process.
    const seconds = performance.now() / 1000;
    const { urls, region, seed } = cohabit;
    process.stdout.write(
      options.json
        ? `${JSON.stringify({ ready: true, urls, region, seed, seconds })}\n`
        : `${renderReady(cohabit, { data: options.data, seconds })}\n`,
    );
    await waitForEnd(() => cohabit.close());
  });
}
