import type { RequestListener } from 'node:http';
import { resolve } from 'node:path';
import {
  type Clock,
  createFixedClock,
  createSettableClock,
  type SettableClock,
  systemClock,
} from './clock.ts';
import type { Cognito } from './cognito.ts';
import type { FakeProviderOptions } from './fake-providers/fake-provider-schema.ts';
import { createFakeProviders, type FakeProviderFacts } from './fake-providers/fake-providers.ts';
import { createFaults, type Faults } from './faults/faults.ts';
import type { GuardedFetch } from './federation/guarded-fetch.ts';
import type { SocialEndpoints } from './federation/social-endpoints.ts';
import { createIds } from './ids.ts';
import { type Listening, listen } from './listen.ts';
import { createLocalApi } from './local-api/local-api.ts';
import type { LogEntry, LogFilter } from './log-delivery/log-entry.ts';
import { createMessageGate } from './messages/message-gate.ts';
import type { PoolDocument } from './pool-transfer/pool-document.ts';
import { createQuotas, type QuotaSettings } from './quotas/quotas.ts';
import type { RequestLogEntry } from './request-log.ts';
import type { SeedDocument } from './seed/seed-schema.ts';
import type { SignInPage } from './seed/sign-in-pages.ts';
import { createRequestListener } from './server.ts';
import { dataError, functionError } from './start-error.ts';
import { createStartGate } from './start-gate.ts';
import { loadEncryptionKey } from './storage/encryption-key.ts';
import { openStore } from './storage/open-store.ts';
import type { Message, MessageFilter, Store } from './storage/store.ts';
import { createTokenIssuer } from './tokens/token-issuer.ts';
import { loadFunctionFile } from './triggers/function-file.ts';
import type { TriggerHandler } from './triggers/invoke.ts';
import { createTriggerInvoker } from './triggers/trigger-invoker.ts';
import { createDispatcher } from './wire/dispatch.ts';

const triggerTimeoutMs = 5000;

export interface LocalCognitoOptions {
  /** 0 (the default) picks a free one. */
  port?: number;
  /** `127.0.0.1` by default, which answers on `localhost` too. */
  host?: string;
  /** `memory` (the default), or the path of a database file; its key stands beside it in `<file>.key`. */
  data?: 'memory' | (string & {});
  /** Pools, domains, identity providers, clients, groups and users to start with: a YAML or JSON file, or what would stand in one. */
  seed?: string | SeedDocument;
  /** Pretend identity providers for development, beside those of the seed. */
  fakeProviders?: readonly FakeProviderOptions[];
  region?: string;
  /** Twelve digits, for ARNs. */
  accountId?: string;
  /** Base address of the issuers in tokens, without a trailing slash; `http://localhost:<port>` by default. */
  issuerBase?: string;
  /** The system's by default; `settable` lets `clock` and `/_local/clock` move it. */
  clock?: Clock | 'settable';
  /**
   * Trigger functions by the ARN that stands in a pool's `LambdaConfig`: a function of this process, or the path of a
   * JavaScript or TypeScript file with an export `handler`.
   */
  functions?: Record<string, TriggerHandler | string>;
  /** Address of a Lambda Invoke API for the trigger functions that are not in this process. */
  lambdaEndpoint?: string;
  /** Cognito's request rates and resource quotas; `off` by default. */
  quotas?: QuotaSettings;
  /** Show messages at `/_local/mailbox` and `/_local/messages`: true by default. */
  mailbox?: boolean;
  /**
   * Answers https as well, with a certificate of its own, on a free port or a given one: Amplify insists on https for
   * the domain.
   */
  https?: boolean | { port?: number };
  /**
   * Lets identity providers be at private and link-local addresses and at any port, as in a container network. Those of
   * this machine are always reached.
   */
  allowPrivateAddresses?: boolean;
  /** Where social providers are, in place of their own addresses. */
  socialEndpoints?: SocialEndpoints;
  /** Called once per request. */
  logger?: (entry: RequestLogEntry) => void;
}

export interface LocalCognito extends AsyncDisposable {
  /** For an SDK client's `endpoint`, such as `http://localhost:9229`. */
  endpoint: string;
  /** Such as `https://localhost:9230`, with the option `https`; and its certificate (PEM), which clients have to trust. */
  httpsEndpoint?: string;
  httpsCertificate?: string;
  region: string;
  /** The server's time; it moves with `clock: 'settable'` only. */
  clock: SettableClock;
  /** Makes operations slow or fail. */
  faults: Faults;
  registerFunction(arn: string, handler: TriggerHandler): void;
  /** What AWS would have sent, oldest first: the last 1,000 messages. */
  messages(filter?: MessageFilter): Message[];
  /** The pretend identity providers, and what user pools register them with. */
  fakeProviders: { list(): FakeProviderFacts[] };
  /** Where people sign in at the seed's app clients, as far as they have a domain, a callback URL and an OAuth flow. */
  signInPages: readonly SignInPage[];
  /** What pools with a log configuration exported, oldest first: the last 1,000 lines. */
  logs(filter?: LogFilter): LogEntry[];
  /** A pool as a JSON document, see {@link PoolTransfer}. */
  exportPool(poolId: string, options?: { secrets?: boolean }): Promise<PoolDocument>;
  importPool(document: PoolDocument, options?: { replace?: boolean }): Promise<void>;
  /** Lets requests in progress finish for up to a second, then ends all connections and closes the database file. */
  close(): Promise<void>;
}

/**
 * Starts a Cognito user pools server in this process.
 *
 * Throws `LocalCognitoStartError` when the port is taken, or when the database file, the seed or a function file cannot
 * be used.
 *
 * @example
 * ```ts
 * await using cognito = await startLocalCognito();
 * const client = new CognitoIdentityProviderClient({
 *   endpoint: cognito.endpoint,
 *   region: cognito.region,
 *   credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
 * });
 * ```
 */
export async function startLocalCognito(options: LocalCognitoOptions = {}): Promise<LocalCognito> {
  const { port = 0, host = '127.0.0.1', region = 'us-east-1', accountId = '000000000000' } = options;
  const settable = options.clock === 'settable' ? createSettableClock() : undefined;
  const clock =
    options.clock === 'settable' || !options.clock ? (settable?.now ?? systemClock) : options.clock;
  const functions = await loadFunctions(options.functions ?? {});
  const store = openData(options.data ?? 'memory', clock);
  let endpoint = '';
  let httpsEndpoint: string | undefined;
  const issuerBase = () => options.issuerBase ?? endpoint;
  const faults = createFaults();
  const triggers = createTriggerInvoker({
    region,
    lambdaEndpoint: options.lambdaEndpoint,
    functions,
    timeoutMs: triggerTimeoutMs,
    beforeCall: faults.beforeFunction,
  });
  const tokens = createTokenIssuer({ clock, store, triggers, issuerBase });
  const ids = createIds(region);
  const beforeMessage = createMessageGate({ clock, faults, quotas: options.quotas });
  const cognito: Cognito = {
    region,
    accountId,
    clock,
    ids,
    issuerBase,
    store,
    tokens,
    triggers,
    beforeMessage,
    fetch: fetchProviders(options.allowPrivateAddresses),
    socialEndpoints: options.socialEndpoints ?? {},
  };
  const transfer = async () => (await import('./pool-transfer/pool-transfer.ts')).createPoolTransfer(cognito);
  const listening: Listening[] = [];
  try {
    const seed =
      options.seed === undefined ? undefined : await (await import('./seed/seed.ts')).openSeed(options.seed);
    const fakes = [...(options.fakeProviders ?? []), ...(seed?.fakeProviders ?? [])];
    const fakeProviders = createFakeProviders(cognito, fakes, () => [
      endpoint,
      ...(httpsEndpoint === undefined ? [] : [httpsEndpoint]),
    ]);
    const quotas = createQuotas(options.quotas ?? 'off', cognito);
    const gates = { faults, quotas };
    const dispatcher = createDispatcher(cognito, gates);
    const localApi = createLocalApi({
      cognito,
      clock: settable,
      faults,
      transfer,
      fakeProviders,
      mailbox: options.mailbox ?? true,
    });
    const { logger } = options;
    const gate = createStartGate(createRequestListener({ cognito, dispatcher, localApi, gates, logger }));
    const { listener } = gate;
    const server = await listen(listener, host, port);
    listening.push(server);
    const isLocal = host === '127.0.0.1' || host === '0.0.0.0' || host === '::';
    const hostname = isLocal ? 'localhost' : host;
    endpoint = `http://${hostname}:${server.port}`;
    const https = options.https
      ? await listenHttps(options.https, { listener, host, store, region })
      : undefined;
    if (https) {
      listening.push(https);
      httpsEndpoint = `https://${hostname}:${https.port}`;
    }
    const signInPages = (await seed?.apply(cognito, fakeProviders.list(), endpoint)) ?? [];
    gate.open();
    let closing: Promise<void> | undefined;
    const close = () => {
      closing ??= closeAll(listening).then(() => store.close());
      return closing;
    };
    return {
      endpoint,
      ...(https && httpsEndpoint && { httpsEndpoint, httpsCertificate: https.certificate }),
      region,
      clock: settable ?? createFixedClock(clock),
      faults: { set: faults.set, get: faults.get },
      registerFunction: triggers.registerFunction,
      messages: store.messages.list,
      logs: store.logs.list,
      fakeProviders: { list: fakeProviders.list },
      signInPages,
      exportPool: async (poolId, exportOptions) => (await transfer()).exportPool(poolId, exportOptions),
      importPool: async (document, importOptions) => (await transfer()).importPool(document, importOptions),
      close,
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await closeAll(listening);
    store.close();
    throw error;
  }
}

async function closeAll(listening: readonly Listening[]): Promise<void> {
  await Promise.all(listening.map(({ close }) => close()));
}

/** The same server behind TLS; loaded when it is asked for. */
async function listenHttps(
  setting: true | { port?: number },
  {
    listener,
    host,
    store,
    region,
  }: { listener: RequestListener; host: string; store: Store; region: string },
) {
  const { httpsCertificate } = await import('./https-certificate.ts');
  const certificate = await httpsCertificate(store, region);
  const port = setting === true ? 0 : (setting.port ?? 0);
  const { close, port: chosen } = await listen(listener, host, port, certificate);
  return { close, port: chosen, certificate: certificate.certificate };
}

/** Loaded with the first identity provider that is asked for something. */
function fetchProviders(allowPrivateAddresses: boolean | undefined): GuardedFetch {
  return async (address, request) => {
    const { createGuardedFetch } = await import('./federation/guarded-fetch.ts');
    return createGuardedFetch({ allowPrivateAddresses })(address, request);
  };
}

async function loadFunctions(
  functions: Record<string, TriggerHandler | string>,
): Promise<Record<string, TriggerHandler>> {
  const load = async (handler: TriggerHandler | string) =>
    typeof handler === 'string' ? loadFunctionFile(resolve(handler)) : handler;
  try {
    return Object.fromEntries(
      await Promise.all(
        Object.entries(functions).map(async ([arn, handler]) => [arn, await load(handler)] as const),
      ),
    );
  } catch (error) {
    throw functionError(error);
  }
}

function openData(data: string, clock: Clock) {
  if (data === 'memory') return openStore({ file: ':memory:', clock });
  try {
    return openStore({ file: data, encryptionKey: loadEncryptionKey(data), clock });
  } catch (error) {
    throw dataError(data, error);
  }
}
