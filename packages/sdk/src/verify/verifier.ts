import type { Clock } from '@cohabit/core';
import type { OperatorContext, TenantContext } from '../context/tenant-context.ts';
import type { TrustSource } from './trust.ts';

export interface Verifier {
  verify(token: string, options?: { tokenUse?: 'access' | 'id' }): Promise<TenantContext>;
  verifyOperator(token: string): Promise<OperatorContext>;
  verifyAny(token: string): Promise<TenantContext | OperatorContext>;
}
export function createVerifier(_options: {
  trust: TrustSource;
  cognitoEndpoint?: string;
  clock?: Clock;
  fetchJson?: (url: string) => Promise<unknown>;
}): Verifier {
  throw new Error('not yet');
}
