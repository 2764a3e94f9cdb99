import type { Clock } from './clock.ts';
import type { GuardedFetch } from './federation/guarded-fetch.ts';
import type { SocialEndpoints } from './federation/social-endpoints.ts';
import type { Ids } from './ids.ts';
import type { MessageGate } from './messages/message-gate.ts';
import type { Store } from './storage/store.ts';
import type { TokenIssuer } from './tokens/issue.ts';
import type { TriggerInvoker } from './triggers/invoke.ts';

/** What every operation works with. Built once in `start.ts`. */
export interface Cognito {
  region: string;
  accountId: string;
  clock: Clock;
  /** Names of new things; a seed file chooses some of them. */
  ids: Ids;
  /** Base address for issuers, without a trailing slash: the issuer of a pool is `<issuerBase>/<poolId>`. */
  issuerBase(): string;
  store: Store;
  tokens: TokenIssuer;
  triggers: TriggerInvoker;
  beforeMessage: MessageGate;
  /** Reaches identity providers, which tenants name. */
  fetch: GuardedFetch;
  socialEndpoints: SocialEndpoints;
}
