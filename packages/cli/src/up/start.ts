import { randomBytes } from 'node:crypto';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { type ControlPlane, createControlPlane, createLogger } from '@cohabit/control-plane';
import { openSqliteRegistry } from '@cohabit/control-plane/registry/sqlite';
import { type Clock, isCohabitError, type Registry, systemClock, type TenantId } from '@cohabit/core';
import { type LocalCognito, startLocalCognito } from '@cohabit/local-cognito';
import { createTaskboard, type Taskboard } from '@cohabit/taskboard';
import { version } from '../version.ts';
import { listenControlPlane } from './control-plane-server.ts';
import { type DataFolder, openDataFolder } from './data-folder.ts';
import { seedName, seedOperator, seedProvider } from './people.ts';
import { ensureSeed } from './seed.ts';
import { describeSeed, type LocalSeed } from './seed-document.ts';
import { cognitoFailure, isPortTaken, portTaken, startFailure } from './start-failure.ts';

export interface StartOptions {
  /** 0 picks a free one. Default: 9229, 4000 and 4100. */
  ports?: { cognito?: number; controlPlane?: number; demo?: number };
  /** The folder that keeps everything, or `memory` (the default) to keep nothing. */
  data?: 'memory' | (string & {});
  /** A Postgres server for the demo; embedded if absent. */
  databaseUrl?: string | undefined;
  clock?: Clock | undefined;
  /** Called with what is being done now. */
  onProgress?: (text: string) => void;
}

/** A whole Cohabit in this process. */
export interface Cohabit extends AsyncDisposable {
  urls: { cognito: string; controlPlane: string; demo: string };
  region: string;
  /** Tenants and people, with passwords and TOTP secrets, as `GET /_local/seed` answers them. */
  seed: LocalSeed;
  cognito: LocalCognito;
  controlPlane: ControlPlane;
  taskboard: Taskboard;
  registry: Registry;
  /** Writes what was counted, ends connections and closes the databases. */
  close(): Promise<void>;
}

const REGION = 'us-east-1';
const functionArn = (name: string) => `arn:aws:lambda:${REGION}:000000000000:function:cohabit-${name}`;
const triggerArns = {
  preAuthentication: functionArn('pre-authentication'),
  preTokenGeneration: functionArn('pre-token-generation'),
  preSignUp: functionArn('pre-sign-up'),
  inboundFederation: functionArn('inbound-federation'),
};

/**
 * Starts local Cognito, control plane and demo, and seeds them. What was started is closed again when a later part
 * fails. Throws `port_taken`, `data_locked`, `data_unwritable` or `data_unusable`, each with one sentence for people.
 *
 * @example
 * ```ts
 * await using cohabit = await startCohabit({ ports: { cognito: 0, controlPlane: 0, demo: 0 } });
 * await fetch(`${cohabit.urls.controlPlane}/v1/sign-in?tenant=acme`);
 * ```
 */
export async function startCohabit(options: StartOptions = {}): Promise<Cohabit> {
  const { ports = {}, data = 'memory', clock = systemClock, onProgress = () => {} } = options;
  await using starting = new AsyncDisposableStack();
  const folder = openDataFolder(data);
  starting.defer(() => folder.close());

  onProgress('Opening ports and databases');
  const server = await listenControlPlane(ports.controlPlane ?? 4000);
  starting.defer(() => server.close());
  const local = await startCognito({ port: ports.cognito ?? 9229, folder, clock });
  starting.defer(() => local.close());
  const registry = openRegistry(folder);
  starting.defer(() => registry.close());
  const cognito = new CognitoIdentityProviderClient({
    endpoint: local.endpoint,
    region: REGION,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  starting.defer(() => cognito.destroy());

  const publicUrls: { controlPlane: string; demo?: string } = { controlPlane: server.url };
  // Where the demo will receive people; a port of 0 is known once the demo listens.
  const product: { callbackUrls: string[]; logoutUrls: string[] } = { callbackUrls: [], logoutUrls: [] };
  const receiveAt = (demo: string) => {
    product.callbackUrls = [`${demo}/sign-in/callback`];
    product.logoutUrls = [`${demo}/sign-in`];
  };
  const demoPort = ports.demo ?? 4100;
  if (demoPort !== 0) receiveAt(`http://localhost:${demoPort}`);
  let seed: LocalSeed | undefined;
  const controlPlane = await createControlPlane({
    registry,
    cognito,
    region: REGION,
    cognitoEndpoint: local.endpoint,
    triggerArns,
    product,
    reservedDomains: [seedOperator.email.slice(seedOperator.email.lastIndexOf('@') + 1)],
    publicUrls,
    version,
    clock,
    seed: async () => seed ?? Promise.reject(new Error('not seeded yet')),
    isReady: async () =>
      seed !== undefined && (await answers(local.endpoint)) && (await answers(publicUrls.demo)),
    logger: createLogger({ level: 'error' }, { write: (line) => void process.stderr.write(line) }),
  });
  for (const name of Object.keys(triggerArns) as (keyof typeof triggerArns)[]) {
    local.registerFunction(triggerArns[name], controlPlane.triggers[name]);
  }

  const demo = startDemo({ options, folder, registry, local, controlPlaneUrl: server.url });
  starting.defer(() =>
    demo.then(
      (taskboard) => taskboard.close(),
      () => {},
    ),
  );
  const seeding = controlPlane
    .bootstrap()
    .then(() =>
      ensureSeed({ controlPlane, cognito, folder, fakeProviders: local.fakeProviders.list(), onProgress }),
    );
  const [taskboard, state] = await settled(demo, seeding);
  receiveAt(taskboard.url);
  // Where the port was known before, this finds everything as it should be.
  await controlPlane.bootstrap();
  onProgress('Filling the demo');
  seed = await describeSeed(controlPlane.services, state, {
    region: REGION,
    cognitoEndpoint: local.endpoint,
  });
  publicUrls.demo = taskboard.url;
  await taskboard.seed(
    seed.tenants.map(({ id, slug }) => ({ tenantId: id as TenantId, slug, name: seedName(slug) })),
  );
  server.answerWith((request) => controlPlane.app.fetch(request));

  const running = starting.move();
  return {
    urls: { cognito: local.endpoint, controlPlane: server.url, demo: taskboard.url },
    region: REGION,
    seed,
    cognito: local,
    controlPlane,
    taskboard,
    registry,
    close: () => running.disposeAsync(),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

/** Both results, or the first failure once both have come to an end, so that nothing is closed under a running part. */
async function settled<A, B>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([a, b]);
  return Promise.all([a, b]);
}

interface CognitoParts {
  port: number;
  folder: DataFolder;
  clock: Clock;
}

async function startCognito({ port, folder, clock }: CognitoParts): Promise<LocalCognito> {
  try {
    return await startLocalCognito({
      port,
      region: REGION,
      data: folder.file('cognito.sqlite') ?? 'memory',
      clock,
      fakeProviders: [seedProvider.fake],
    });
  } catch (error) {
    throw cognitoFailure(error, port);
  }
}

function openRegistry(folder: DataFolder): Registry {
  try {
    return openSqliteRegistry({ file: folder.file('registry.sqlite') ?? ':memory:' });
  } catch (error) {
    if (!isCohabitError(error)) throw error;
    const code = isCohabitError(error, 'registry_locked') ? 'data_locked' : 'data_unwritable';
    throw startFailure(code, error.message, error);
  }
}

interface DemoParts {
  options: StartOptions;
  folder: DataFolder;
  registry: Registry;
  local: LocalCognito;
  controlPlaneUrl: string;
}

async function startDemo({
  options,
  folder,
  registry,
  local,
  controlPlaneUrl,
}: DemoParts): Promise<Taskboard> {
  const port = options.ports?.demo ?? 4100;
  try {
    return await createTaskboard({
      registry,
      cognitoEndpoint: local.endpoint,
      controlPlaneUrl,
      database: options.databaseUrl
        ? { url: options.databaseUrl }
        : { dataDir: folder.file('taskboard') ?? 'memory' },
      port,
      clock: options.clock ?? systemClock,
      sessionSecret: randomBytes(32).toString('base64url'),
    });
  } catch (error) {
    throw isPortTaken(error)
      ? portTaken({ part: 'the demo', variable: 'COHABIT_DEMO_PORT', port }, error)
      : error;
  }
}

async function answers(url: string | undefined): Promise<boolean> {
  if (url === undefined) return false;
  try {
    const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(2000) });
    return response.status < 500;
  } catch {
    return false;
  }
}
