import { type Clock, systemClock } from './clock.ts';
import type { Cognito } from './cognito.ts';
import { listen } from './listen.ts';
import type { RequestLogEntry } from './request-log.ts';
import { createRequestListener } from './server.ts';
import { dataError } from './start-error.ts';
import { loadEncryptionKey } from './storage/encryption-key.ts';
import { openStore } from './storage/open-store.ts';
import { createTokenIssuer } from './tokens/token-issuer.ts';
import type { TriggerHandler } from './triggers/invoke.ts';
import { createTriggerInvoker } from './triggers/trigger-invoker.ts';

const triggerTimeoutMs = 5000;

export interface LocalCognitoOptions {
  /** 0 (the default) picks a free one. */
  port?: number;
  /** `127.0.0.1` by default, which answers on `localhost` too. */
  host?: string;
  /** `memory` (the default), or the path of a database file; its key stands beside it in `<file>.key`. */
  data?: 'memory' | (string & {});
  region?: string;
  /** Twelve digits, for ARNs. */
  accountId?: string;
  /** Base address of the issuers in tokens, without a trailing slash; `http://localhost:<port>` by default. */
  issuerBase?: string;
  clock?: Clock;
  /** Trigger functions in this process, by the ARN that stands in a pool's `LambdaConfig`. */
  functions?: Record<string, TriggerHandler>;
  /** Address of a Lambda Invoke API for the trigger functions that are not in this process. */
  lambdaEndpoint?: string;
  /** Called once per request. */
  logger?: (entry: RequestLogEntry) => void;
}

export interface LocalCognito extends AsyncDisposable {
  /** For an SDK client's `endpoint`, such as `http://localhost:9229`. */
  endpoint: string;
  region: string;
  registerFunction(arn: string, handler: TriggerHandler): void;
  /** Lets requests in progress finish for up to a second, then ends all connections and closes the database file. */
  close(): Promise<void>;
}

/**
 * Starts a Cognito user pools server in this process.
 *
 * Throws `LocalCognitoStartError` when the port is taken or the database file cannot be used.
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
  const { clock = systemClock, functions = {}, lambdaEndpoint } = options;
  const store = openData(options.data ?? 'memory', clock);
  let endpoint = '';
  const issuerBase = () => options.issuerBase ?? endpoint;
  const triggers = createTriggerInvoker({ region, lambdaEndpoint, functions, timeoutMs: triggerTimeoutMs });
  const tokens = createTokenIssuer({ clock, store, triggers, issuerBase });
  const cognito: Cognito = { region, accountId, clock, issuerBase, store, tokens, triggers };
  try {
    const server = await listen(createRequestListener(cognito, options.logger), host, port);
    const isLocal = host === '127.0.0.1' || host === '0.0.0.0' || host === '::';
    endpoint = `http://${isLocal ? 'localhost' : host}:${server.port}`;
    let closing: Promise<void> | undefined;
    const close = () => {
      closing ??= server.close().then(() => store.close());
      return closing;
    };
    return {
      endpoint,
      region,
      registerFunction: triggers.registerFunction,
      close,
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    store.close();
    throw error;
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
