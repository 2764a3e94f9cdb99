import {
  type Clock,
  placements,
  type Registry,
  systemClock,
  type Tenant,
  type TenantId,
  tenants,
} from '@cohabit/core';
import { boundedCache } from './bounded-cache.ts';
import type { Known, TrustedPlacement, TrustedTenant, TrustSource } from './trust.ts';

const MAX_KNOWN = 10_000;
/** Held apart, so that made-up clients cannot push out real ones. */
const MAX_ABSENT = 1_000;

interface Entry<T> extends Known<T> {
  readAt: number;
}

/** Remembers what `read` answered for `maxAgeMs`, absence too; a read that fails is not remembered. */
function rememberReads<T>(read: (key: string) => Promise<T | undefined>, maxAgeMs: number, clock: Clock) {
  const known = boundedCache<string, Entry<T>>(MAX_KNOWN);
  const absent = boundedCache<string, Entry<T>>(MAX_ABSENT);
  const running = new Map<string, Promise<T | undefined>>();

  function recall(key: string): Known<T> | undefined {
    const entry = known.get(key) ?? absent.get(key);
    const isFresh = entry !== undefined && clock() - entry.readAt < maxAgeMs;
    return isFresh ? entry : undefined;
  }

  async function readAndRemember(key: string): Promise<T | undefined> {
    const readAt = clock();
    const value = await read(key);
    const [holds, other] = value === undefined ? [absent, known] : [known, absent];
    holds.set(key, { value, readAt });
    other.delete(key);
    return value;
  }

  async function find(key: string): Promise<T | undefined> {
    const remembered = recall(key);
    if (remembered) return remembered.value;
    const already = running.get(key);
    if (already) return already;
    const reading = readAndRemember(key).finally(() => running.delete(key));
    running.set(key, reading);
    return reading;
  }

  return { recall, find };
}

/** `undefined` for a tenant that is being removed: it is served no more. */
function toTrusted(tenant: Tenant | undefined): TrustedTenant | undefined {
  if (tenant === undefined || tenant.spec.desired === 'removed') return undefined;
  return {
    id: tenant.id,
    slug: tenant.slug,
    plan: tenant.spec.plan,
    suspended: tenant.spec.desired === 'suspended' || tenant.status.phase === 'suspended',
    placements: tenant.placements,
  };
}

/**
 * Trusts what the registry holds. Answers are cached for `maxAgeSeconds` (30 if absent), which is how long a
 * suspension or a removed placement may take to act; the caches are bounded and concurrent reads of one key are one.
 * Errors of the registry pass through: without it nobody new is let in.
 */
export function registryTrust(
  registry: Registry,
  options: { clock?: Clock; maxAgeSeconds?: number } = {},
): TrustSource {
  const { clock = systemClock, maxAgeSeconds = 30 } = options;
  const maxAgeMs = maxAgeSeconds * 1000;

  const placementReads = rememberReads(
    async (key): Promise<TrustedPlacement | undefined> => {
      const end = key.indexOf(' ');
      const userPoolId = key.slice(0, end);
      const clientId = key.slice(end + 1);
      const placement = await registry.get(placements, userPoolId, clientId);
      if (placement === undefined) return undefined;
      const { region, audience, tenant } = placement;
      return { userPoolId, clientId, region, audience, ...(tenant && { tenantId: tenant.id }) };
    },
    maxAgeMs,
    clock,
  );
  const tenantReads = rememberReads(
    async (id) => toTrusted(await registry.get(tenants, id, 'tenant')),
    maxAgeMs,
    clock,
  );

  return {
    findPlacement: (userPoolId, clientId) => placementReads.find(`${userPoolId} ${clientId}`),
    findTenant: (id: TenantId) => tenantReads.find(id),
    recallPlacement: (userPoolId, clientId) => placementReads.recall(`${userPoolId} ${clientId}`),
    recallTenant: (id) => tenantReads.recall(id),
  };
}
