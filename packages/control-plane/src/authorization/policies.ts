/**
 * Who may do what at the control plane, in Cedar. The SDK adds the `forbid` on other tenants' things. Text in code, so
 * that a Lambda bundle needs no file beside it.
 */
export const policies = `
@id("operators")
permit (principal is Cohabit::Operator, action, resource)
unless { action == Cohabit::Action::"readMe" };

@id("members")
permit (
  principal is Cohabit::User,
  action in [Cohabit::Action::"readTenant", Cohabit::Action::"readMe", Cohabit::Action::"readUsage"],
  resource is Cohabit::Tenant
);

@id("tenant-admins")
permit (
  principal is Cohabit::User,
  action in [
    Cohabit::Action::"listMemberships",
    Cohabit::Action::"createMembership",
    Cohabit::Action::"updateMembership",
    Cohabit::Action::"deleteMembership",
    Cohabit::Action::"listIdentityProviders",
    Cohabit::Action::"readIdentityProvider",
    Cohabit::Action::"setIdentityProvider",
    Cohabit::Action::"testIdentityProvider",
    Cohabit::Action::"deleteIdentityProvider",
    Cohabit::Action::"listDomains",
    Cohabit::Action::"readDomain",
    Cohabit::Action::"claimDomain",
    Cohabit::Action::"verifyDomain",
    Cohabit::Action::"deleteDomain"
  ],
  resource is Cohabit::Tenant
)
when { principal.roles.contains("admin") };
`;

/** What can be done at the control plane. */
export type Action =
  | 'createTenant'
  | 'listTenants'
  | 'deleteTenant'
  | 'suspendTenant'
  | 'resumeTenant'
  | 'readHistory'
  | 'readTenant'
  | 'readMe'
  | 'listMemberships'
  | 'createMembership'
  | 'updateMembership'
  | 'deleteMembership'
  | 'readUsage'
  | 'listIdentityProviders'
  | 'readIdentityProvider'
  | 'setIdentityProvider'
  | 'testIdentityProvider'
  | 'deleteIdentityProvider'
  | 'listDomains'
  | 'readDomain'
  | 'claimDomain'
  | 'verifyDomain'
  | 'vouchForDomain'
  | 'deleteDomain'
  | 'openBreakGlass'
  | 'closeBreakGlass';

/** The installation belongs to no tenant: only operators reach it. */
export const installation = { type: 'Installation', id: 'installation' } as const;
