import type { IncomingMessage } from 'node:http';
import { type Answer, json } from '../answer.ts';
import type { SettableClock } from '../clock.ts';
import type { Cognito } from '../cognito.ts';
import type { FakeProviders } from '../fake-providers/fake-providers.ts';
import type { Faults } from '../faults/faults.ts';
import type { PoolTransfer } from '../pool-transfer/pool-transfer.ts';

/** Answers a request to an address under `/_local/`. Never with CORS headers: these are not for web pages of others. */
export type LocalApi = (request: IncomingMessage, url: URL) => Promise<Answer>;

export interface LocalApiParts {
  cognito: Cognito;
  /** `undefined` where the clock cannot be moved. */
  clock: SettableClock | undefined;
  faults: Faults;
  transfer: () => Promise<PoolTransfer>;
  fakeProviders: FakeProviders;
  /** Whether messages are shown. */
  mailbox: boolean;
}

/** A handler by method, for one address. */
export type Route = Record<string, (request: IncomingMessage, url: URL) => Answer | Promise<Answer>>;

/** Everything under `/_local/`; each route is loaded when it is first asked for. */
export function createLocalApi(parts: LocalApiParts): LocalApi {
  const find = async ({ pathname }: URL): Promise<Route | undefined> => {
    const [, , name, id, ...rest] = pathname.split('/');
    if (name === 'providers' && id) {
      const provider = parts.fakeProviders.find(id);
      const { fakeProviderRoute } = await import('../fake-providers/routes.ts');
      return provider && fakeProviderRoute(provider, rest.join('/'));
    }
    if (rest.length > 0) return undefined;
    if (name === 'pools' && id) {
      return (await import('./pools.ts')).poolRoute(await parts.transfer(), decode(id));
    }
    if (name === 'import' && id) return (await import('./import.ts')).importRoute(parts.cognito, decode(id));
    if (name === 'sign-ins') {
      const { signInRoute, signInsRoute } = await import('./sign-ins.ts');
      const { cognito, fakeProviders } = parts;
      return id === undefined
        ? signInsRoute(cognito, fakeProviders)
        : signInRoute(cognito, fakeProviders, decode(id));
    }
    if (id !== undefined) return undefined;
    if (name === 'providers') return (await import('./providers.ts')).providersRoute(parts.fakeProviders);
    if (name === 'messages' && parts.mailbox)
      return (await import('./messages.ts')).messagesRoute(parts.cognito);
    if (name === 'mailbox' && parts.mailbox)
      return (await import('./mailbox.ts')).mailboxRoute(parts.cognito);
    if (name === 'logs') return (await import('./logs.ts')).logsRoute(parts.cognito);
    if (name === 'clock' && parts.clock) return (await import('./clock.ts')).clockRoute(parts.clock);
    if (name === 'faults') return (await import('./faults.ts')).faultsRoute(parts.faults);
    return undefined;
  };

  return async (request, url) => {
    const { method = 'GET' } = request;
    const route = await find(url);
    if (!route) return json(404, { message: `There is nothing at ${url.pathname}.` });
    const handle = route[method];
    if (handle) return handle(request, url);
    const allow = Object.keys(route).join(', ');
    return json(405, { message: `${method} is not served here: expected ${allow}.` }, { allow });
  };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
