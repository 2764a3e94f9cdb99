import { CohabitError, type ErrorCode, errorTable, isId, type TenantId, type UserId } from '@cohabit/core';
import * as z from 'zod';

const tenantId = z.custom<TenantId>((value) => typeof value === 'string' && isId('tnt', value));
const userId = z.custom<UserId>((value) => typeof value === 'string' && isId('usr', value));

const signInSchema = z.object({
  region: z.string(),
  userPoolId: z.string(),
  clientId: z.string(),
  issuer: z.string(),
  methods: z.array(z.string()),
  scopes: z.array(z.string()).default([]),
  identityProvider: z.object({ key: z.string(), name: z.string() }).optional(),
  tenantId: tenantId.optional(),
  tenant: z.object({ slug: z.string(), name: z.string() }).optional(),
});
const meSchema = z.object({
  memberships: z.array(
    z.object({
      tenantId,
      slug: z.string(),
      name: z.string(),
      roles: z.array(z.string()),
      status: z.string(),
    }),
  ),
});
const memberSchema = z.object({
  userId,
  email: z.string(),
  name: z.string(),
  roles: z.array(z.string()),
  status: z.string(),
});
const membersSchema = z.object({ items: z.array(memberSchema) });
const usageSchema = z.object({
  from: z.string(),
  to: z.string(),
  plan: z.object({ id: z.string(), monthlyRequests: z.number() }),
  totals: z.record(z.string(), z.number()),
  hours: z.array(z.object({ hour: z.string(), meter: z.string(), quantity: z.number() })),
});

export type SignInDiscovery = z.output<typeof signInSchema>;
export type OwnTenant = z.output<typeof meSchema>['memberships'][number];
export type Member = z.output<typeof memberSchema>;
type UsageReport = z.output<typeof usageSchema>;

/** The control plane did not answer, or not as its OpenAPI document says. */
export class ControlPlaneUnavailable extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'ControlPlaneUnavailable';
  }
}

/** The control plane's HTTP API as far as the taskboard needs it. Its problems arrive as {@link CohabitError}. */
export interface ControlPlaneClient {
  discoverByTenant(slug: string): Promise<SignInDiscovery>;
  discoverByEmail(email: string): Promise<SignInDiscovery>;
  /** The tenants of the token's person. */
  ownTenants(accessToken: string): Promise<OwnTenant[]>;
  listMembers(accessToken: string, tenantId: TenantId): Promise<Member[]>;
  invite(
    accessToken: string,
    tenantId: TenantId,
    member: { email: string; name: string; roles: string[] },
  ): Promise<Member>;
  /** What the tenant used; the span is of UTC hours such as `2026-11-22T14`, both included. */
  usage(accessToken: string, tenantId: TenantId, span: { from: string; to: string }): Promise<UsageReport>;
}

const TIMEOUT_MS = 5_000;

export function createControlPlaneClient(baseUrl: string): ControlPlaneClient {
  async function call<T>(
    schema: z.ZodType<T>,
    path: string,
    options: { accessToken?: string; body?: unknown } = {},
  ): Promise<T> {
    const { accessToken, body } = options;
    const response = await fetch(new URL(path, baseUrl), {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        accept: 'application/json',
        ...(accessToken ? { authorization: `Bearer ${accessToken}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch((cause: unknown) => {
      throw new ControlPlaneUnavailable('The control plane does not answer.', { cause });
    });
    const json: unknown = await response.json().catch(() => undefined);
    if (!response.ok) throw fromProblem(json);
    const parsed = schema.safeParse(json);
    if (parsed.success) return parsed.data;
    throw new ControlPlaneUnavailable('The control plane answered unexpectedly.', { cause: parsed.error });
  }

  const tenantPath = (id: TenantId, rest: string) => `/v1/tenants/${encodeURIComponent(id)}/${rest}`;
  return {
    discoverByTenant: (slug) => call(signInSchema, `/v1/sign-in?${new URLSearchParams({ tenant: slug })}`),
    discoverByEmail: (email) => call(signInSchema, `/v1/sign-in?${new URLSearchParams({ email })}`),
    ownTenants: async (accessToken) => (await call(meSchema, '/v1/me', { accessToken })).memberships,
    listMembers: async (accessToken, id) =>
      (await call(membersSchema, tenantPath(id, 'memberships?limit=100'), { accessToken })).items,
    invite: (accessToken, id, member) =>
      call(memberSchema, tenantPath(id, 'memberships'), { accessToken, body: member }),
    usage: (accessToken, id, span) =>
      call(usageSchema, tenantPath(id, `usage?${new URLSearchParams(span)}`), { accessToken }),
  };
}

function fromProblem(json: unknown): Error {
  const { code, detail } = (json ?? {}) as { code?: unknown; detail?: unknown };
  if (typeof code !== 'string' || !Object.hasOwn(errorTable, code) || code === 'internal') {
    return new ControlPlaneUnavailable('The control plane failed.');
  }
  const known = code as ErrorCode;
  return new CohabitError(known, typeof detail === 'string' ? detail : errorTable[known].title);
}
