import type { Clock, Registry } from '@cohabit/core';
import type { CognitoClient } from '../cognito/client.ts';
import type { ProductUrls } from './app-client.ts';
import type { TriggerArns } from './user-pool.ts';

/** What the reconciler works with. */
export interface ReconcileParts {
  registry: Registry;
  cognito: CognitoClient;
  clock: Clock;
  region: string;
  /** Tells installations in one AWS account and Region apart; stands in the names at Cognito. */
  environment: string;
  triggerArns: TriggerArns;
  /** Read at each run, so that a port that was picked late is still right. */
  product: () => ProductUrls | undefined;
}
