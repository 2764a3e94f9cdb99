import type { Cognito } from '../cognito.ts';
import { domainKind } from '../domains/domain.ts';
import type { FakePerson, FakeProviderSettings } from './fake-provider-schema.ts';
import type { FakeGrant } from './oidc/grant.ts';
import { createProviderKeyring, type ProviderKeyring } from './provider-keys.ts';
import { createShortMemory, type ShortMemory } from './short-memory.ts';

/** Somebody who is signed in at a fake provider. */
export interface FakeSession {
  id: string;
  person: FakePerson;
  /** Epoch ms. */
  since: number;
  /** SAML: where the user pool took the response. */
  assertionConsumerUrl?: string;
}

/** A fake provider at work. */
export interface FakeProvider {
  cognito: Cognito;
  settings: FakeProviderSettings;
  /** `<endpoint>/_local/providers/<name>`: OIDC's issuer; where all its addresses start. */
  base(): string;
  /** The path of `base`. */
  path: string;
  keys: ProviderKeyring;
  /** By the value of the browser's cookie; SAML names them as SessionIndex. */
  sessions: ShortMemory<FakeSession>;
  codes: ShortMemory<FakeGrant>;
  accessTokens: ShortMemory<FakeGrant>;
  /** Whether an address that a browser may be sent back to is this server's own: it is no open redirector. */
  isOwnAddress(address: string): boolean;
}

const sessionSeconds = 8 * 60 * 60;
const codeSeconds = 60;
/** How long ID and access tokens are good for. */
export const tokenSeconds = 60 * 60;
const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);

export function createFakeProvider(
  cognito: Cognito,
  settings: FakeProviderSettings,
  endpoints: () => readonly [string, ...string[]],
): FakeProvider {
  const path = `/_local/providers/${settings.name}`;
  return {
    cognito,
    settings,
    path,
    base: () => `${endpoints()[0]}${path}`,
    keys: createProviderKeyring(cognito, settings.name),
    sessions: createShortMemory(cognito.clock, sessionSeconds),
    codes: createShortMemory(cognito.clock, codeSeconds),
    accessTokens: createShortMemory(cognito.clock, tokenSeconds),
    isOwnAddress(address) {
      if (!URL.canParse(address)) return false;
      const { protocol, port, hostname, username, password } = new URL(address);
      if (username !== '' || password !== '') return false;
      const own = endpoints().map((endpoint) => new URL(endpoint));
      if (!own.some((url) => url.protocol === protocol && url.port === port)) return false;
      return (
        loopbackNames.has(hostname) ||
        hostname.endsWith('.localhost') ||
        own.some((url) => url.hostname === hostname) ||
        cognito.store.documents.findById(domainKind, hostname) !== undefined
      );
    },
  };
}
