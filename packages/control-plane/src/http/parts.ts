import type { Clock } from '@cohabit/core';
import type { Logger } from 'pino';
import type { Guard } from '../authorization/guard.ts';
import type { Services } from '../services.ts';
import type { SeedDocument } from './routes/local-seed.ts';

/** What the HTTP API works with. */
export interface HttpParts {
  services: Services;
  guard: Guard;
  clock: Clock;
  logger: Logger;
  region: string;
  cognitoEndpoint?: string | undefined;
  /** Read at each request, so that a port that was picked late is still right. */
  publicUrls: { controlPlane: string; demo?: string | undefined };
  version: string;
  isReady: () => Promise<boolean>;
  /** Local mode only: without it the route does not exist. */
  seed?: (() => Promise<SeedDocument>) | undefined;
}
