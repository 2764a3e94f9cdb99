/** The resources of the control plane's HTTP API that the CLI reads. `GET /openapi.json` describes them in full. */
export interface TenantResource {
  id: string;
  slug: string;
  name: string;
  model: string;
  plan: string;
  settings: Record<string, unknown>;
  status: { phase: string; problem?: { code: string; message: string; at: string } };
  placement?: { region: string; userPoolId: string; clientId: string; issuer: string };
  createdAt: string;
  updatedAt: string;
  version: number;
}

export interface MembershipResource {
  tenantId: string;
  userId: string;
  email: string;
  name: string;
  roles: string[];
  status: string;
}

export interface IdentityProviderResource {
  id: string;
  key: string;
  name: string;
  protocol: string;
  details: { issuer?: string; clientId?: string; metadataUrl?: string; metadataXml?: string };
  rules: {
    defaultRole: string;
    allowedEmailDomains: string[];
    groupRoles: { group: string; role: string }[];
  };
  ssoOnly: boolean;
  status: string;
  problem?: { code: string; message: string };
  /** What to enter at the provider. */
  registration?: { redirectUri?: string; acsUrl?: string; entityId?: string; logoutUrl?: string };
}

export interface ProviderCheckResource {
  ok: boolean;
  findings: { level: string; code: string; message: string }[];
}

export interface DomainResource {
  domain: string;
  status: string;
  record: { type: string; name: string; value: string };
  provenBy?: string;
  provenAt?: string;
}

export interface UsageResource {
  tenantId: string;
  /** First and last UTC hour, such as `2026-11-22T14`. */
  from: string;
  to: string;
  plan: { id: string; monthlyRequests: number };
  totals: Record<string, number>;
  hours: { hour: string; meter: string; quantity: number }[];
}

/** Where and how to sign in. */
export interface SignInResource {
  region: string;
  userPoolId: string;
  clientId: string;
  issuer: string;
  cognitoEndpoint?: string;
  tenantId?: string;
  tenant?: { slug: string; name: string };
}

export interface PageResource<T> {
  items: T[];
  cursor?: string;
}
