import type { Clock, Registry } from '@cohabit/core';
import type { CognitoClient } from '../cognito/client.ts';
import type { Reconcile } from '../reconcile/reconcile.ts';

/** What the services about identity providers work with. */
export interface ProviderParts {
  registry: Registry;
  cognito: CognitoClient;
  clock: Clock;
  reconcile: Reconcile;
  region: string;
  /** Set on a laptop: then providers of this machine are reached, by http as well. */
  cognitoEndpoint?: string | undefined;
  reservedDomains: () => readonly string[];
}
