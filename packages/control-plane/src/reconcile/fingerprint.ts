import { createHash } from 'node:crypto';
import type { ReconcileParts } from './parts.ts';

/** Raised when tenants that are settled get something new at Cognito, so that a new version settles them again. */
const REVISION = 1;

/** Stands for what of the installation goes into every tenant's pool and client. */
export function fingerprintOf({ triggerArns, product }: ReconcileParts): string {
  const text = JSON.stringify([REVISION, triggerArns, product() ?? null]);
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}
