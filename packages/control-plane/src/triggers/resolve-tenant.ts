import {
  type Clock,
  decideMethod,
  decideToken,
  type Grant,
  grantPartition,
  grants,
  isId,
  isoNow,
  type Placement,
  type PlacementKey,
  placements,
  type RefusalReason,
  type Registry,
  refusals,
  systemClock,
  type Tenant,
  type TenantClaims,
  type TenantId,
  type TokenDecision,
  type TokenTenant,
  tenants,
} from '@cohabit/core';

/** Who asks for a token, where, and for which tenant (if a tenant was named). */
interface TokenRequest extends PlacementKey {
  sub: string;
  tenantId?: string | undefined;
  /** Cognito's name of the identity provider whose profile it is, if it is one's. */
  provider?: string | undefined;
}

type TenantResolution =
  | { decision: 'issue'; claims: TenantClaims; grant: Grant; isBreakGlass?: boolean }
  | {
      decision: 'refuse';
      reason: RefusalReason;
      message: string;
      /** Whether the answer would be the same for everybody at this client, or tells something of the person. */
      concerns: 'client' | 'person';
    }
  | { decision: 'operator' };

export type TenantResolver = (request: TokenRequest) => Promise<TenantResolution>;

/** More grants than a person has at one client in practice; the home tenants are looked at first. */
const GRANTS_LOOKED_AT = 25;
const CLIENTS_REMEMBERED = 10_000;

/**
 * Finds the tenant a token is for and decides whether it may be issued: at a client bound to one tenant that tenant,
 * at a shared client the tenant asked for, otherwise the person's home there. Whether a client is bound never changes
 * in its life, so it is remembered; everything else is read each time: two reads, in parallel where both keys are known.
 */
export function createTenantResolver(registry: Registry, clock: Clock = systemClock): TenantResolver {
  const kinds = new Map<string, ClientKind>();

  async function readPlacement(client: PlacementKey): Promise<Placement | undefined> {
    const placement = await registry.get(placements, client.userPoolId, client.clientId);
    if (!placement) return undefined;
    if (kinds.size >= CLIENTS_REMEMBERED) kinds.clear();
    kinds.set(`${client.userPoolId}/${client.clientId}`, kindOf(placement));
    return placement;
  }

  return async (request) => {
    const known = kinds.get(`${request.userPoolId}/${request.clientId}`);
    if (known === 'bound') {
      const [placement, grant] = await Promise.all([readPlacement(request), onlyGrant(registry, request)]);
      return decideBound(request, placement, grant, isoNow(clock));
    }
    if (known === undefined) {
      const placement = await readPlacement(request);
      if (!placement) return refused('unknown_client');
      if (kindOf(placement) === 'bound') {
        return decideBound(request, placement, await onlyGrant(registry, request), isoNow(clock));
      }
      if (kindOf(placement) === 'operators') return { decision: 'operator' };
    }
    if (known === 'operators') return { decision: 'operator' };
    // A provider's people belong to the tenant whose provider it is, and are nobody at a client of many.
    if (request.provider !== undefined) return refused('provider_mismatch');
    return request.tenantId === undefined ? resolveHome(registry, request) : resolveAsked(registry, request);
  };
}

type ClientKind = 'bound' | 'shared' | 'operators';

function kindOf(placement: Placement): ClientKind {
  if (placement.audience === 'operators') return 'operators';
  return placement.tenant ? 'bound' : 'shared';
}

function refused(reason: RefusalReason, concerns: 'client' | 'person' = 'client'): TenantResolution {
  return { decision: 'refuse', reason, message: refusals[reason], concerns };
}

function decided(decision: TokenDecision): TenantResolution {
  return decision.decision === 'refuse' ? { ...decision, concerns: 'person' } : decision;
}

async function onlyGrant(registry: Registry, request: TokenRequest): Promise<Grant | undefined> {
  const page = await registry.query(grants, grantPartition(request, request.sub), { limit: 1 });
  return page.items[0];
}

function decideBound(
  request: TokenRequest,
  placement: Placement | undefined,
  grant: Grant | undefined,
  now: string,
): TenantResolution {
  if (!placement?.tenant) return refused('unknown_client');
  if (request.tenantId !== undefined && request.tenantId !== placement.tenant.id)
    return refused('other_tenant');
  if (placement.tenant.suspended) return refused('tenant_suspended');
  const method = decideMethod(placement.tenant, { provider: request.provider, isOwnClient: true, now });
  if (method.decision === 'refuse') return refused(method.reason);
  if (method.only === undefined) return decided(decideToken(placement.tenant, grant));
  if (method.only !== grant?.userId) return refused('sso_only', 'person');
  const decision = decided(decideToken(placement.tenant, grant));
  return decision.decision === 'issue' ? { ...decision, isBreakGlass: true } : decision;
}

async function resolveAsked(registry: Registry, request: TokenRequest): Promise<TenantResolution> {
  const asked = request.tenantId;
  if (asked === undefined || !isId('tnt', asked)) return refused('not_a_member', 'person');
  const [grant, tenant] = await Promise.all([
    registry.get(grants, grantPartition(request, request.sub), asked),
    registry.get(tenants, asked, 'tenant'),
  ]);
  return decideShared(tenant, request, grant);
}

async function resolveHome(registry: Registry, request: TokenRequest): Promise<TenantResolution> {
  const page = await registry.query(grants, grantPartition(request, request.sub), {
    limit: GRANTS_LOOKED_AT,
  });
  const homeFirst = page.items.toSorted((a, b) => Number(b.isHome) - Number(a.isHome));
  let last: TenantResolution = refused('not_a_member', 'person');
  for (const grant of homeFirst) {
    const tenant: Tenant | undefined = await registry.get(tenants, grant.tenantId as TenantId, 'tenant');
    last = decideShared(tenant, request, grant);
    if (last.decision === 'issue') return last;
  }
  return last;
}

/** At a client of many tenants, one that wants its people to come through its own provider lets nobody in. */
function decideShared(tenant: Tenant | undefined, client: PlacementKey, grant: Grant | undefined) {
  const served = tokenTenant(tenant, client);
  const decision = decideToken(served, grant);
  if (!served || decision.decision === 'refuse') return decided(decision);
  const method = decideMethod(served, { isOwnClient: false, now: '' });
  return method.decision === 'accept' ? decided(decision) : refused(method.reason, 'person');
}

/** The tenant as token issue sees it, if this client is among those that serve it. */
function tokenTenant(tenant: Tenant | undefined, client: PlacementKey): TokenTenant | undefined {
  const serves = tenant?.placements.some(
    (placement) => placement.userPoolId === client.userPoolId && placement.clientId === client.clientId,
  );
  if (!tenant || !serves) return undefined;
  const { id, identityProvider } = tenant;
  return { id, plan: tenant.spec.plan, suspended: tenant.spec.desired !== 'active', identityProvider };
}
