/** Default request rates per account and Region, all pools together (developer guide, "Quotas", "API request rate quotas"). */
export const categoryRates = {
  UserAuthentication: 120,
  /** RespondToAuthChallenge and its Admin twin: three times the rate of UserAuthentication, counted by themselves. */
  UserAuthenticationChallenge: 360,
  UserCreation: 50,
  UserFederation: 25,
  UserAccountRecovery: 30,
  UserRead: 120,
  UserUpdate: 25,
  UserToken: 120,
  UserResourceRead: 50,
  UserResourceUpdate: 25,
  UserList: 30,
  UserPoolRead: 15,
  UserPoolUpdate: 15,
  UserPoolResourceRead: 20,
  UserPoolResourceUpdate: 15,
  UserPoolClientRead: 15,
  UserPoolClientUpdate: 15,
  ClientAuthentication: 150,
  LimitManagement: 1,
  TagResource: 5,
} as const;

export type RequestCategory = keyof typeof categoryRates;

/** In these categories each operation may also be called at most five times a second on one pool. */
export const perPoolCategories: ReadonlySet<RequestCategory> = new Set([
  'UserPoolResourceRead',
  'UserPoolResourceUpdate',
  'UserPoolClientRead',
  'UserPoolClientUpdate',
]);
export const perPoolRate = 5;

/** Reads of one user per second, and writes. */
export const perUserRate = 10;

/** What counts as a read of a user, and what as a write. */
export const userAccess: Partial<Record<RequestCategory, 'read' | 'write'>> = {
  UserRead: 'read',
  UserResourceRead: 'read',
  UserUpdate: 'write',
  UserResourceUpdate: 'write',
};

const operationsOf: Record<RequestCategory, readonly string[]> = {
  UserAuthentication: ['InitiateAuth', 'AdminInitiateAuth'],
  UserAuthenticationChallenge: ['RespondToAuthChallenge', 'AdminRespondToAuthChallenge'],
  UserCreation: [
    'SignUp',
    'ConfirmSignUp',
    'AdminCreateUser',
    'AdminConfirmSignUp',
    'CreateUserImportJob',
    'StartUserImportJob',
    'StopUserImportJob',
  ],
  // Where identity providers send people back to.
  UserFederation: ['/oauth2/idpresponse', '/saml2/idpresponse'],
  UserAccountRecovery: [
    'ForgotPassword',
    'ConfirmForgotPassword',
    'ChangePassword',
    'AdminResetUserPassword',
    'AdminSetUserPassword',
  ],
  UserRead: ['GetUser', 'AdminGetUser', 'GetUserAuthFactors', 'AdminGetUserAuthFactors'],
  UserUpdate: [
    'AdminDeleteUser',
    'AdminDeleteUserAttributes',
    'AdminDisableProviderForUser',
    'AdminDisableUser',
    'AdminEnableUser',
    'AdminLinkProviderForUser',
    'AdminSetUserSettings',
    'AdminUpdateAuthEventFeedback',
    'AdminUpdateUserAttributes',
    'DeleteUser',
    'DeleteUserAttributes',
    'GetUserAttributeVerificationCode',
    'ResendConfirmationCode',
    'SetUserSettings',
    'UpdateAuthEventFeedback',
    'UpdateUserAttributes',
    'VerifyUserAttribute',
  ],
  UserToken: [
    'AdminUserGlobalSignOut',
    'GetTokensFromRefreshToken',
    'GlobalSignOut',
    'RevokeToken',
    'RevokeUserSession',
    'AdminRevokeUserSession',
  ],
  UserResourceRead: [
    'AdminGetDevice',
    'AdminListDevices',
    'AdminListGroupsForUser',
    'AdminListUserAuthEvents',
    'AdminListUserSessions',
    'GetDevice',
    'ListDevices',
    'ListUserSessions',
    'ListWebAuthnCredentials',
  ],
  UserResourceUpdate: [
    'AdminAddUserToGroup',
    'AdminDeleteSoftwareToken',
    'AdminForgetDevice',
    'AdminRemoveUserFromGroup',
    'AdminSetUserMFAPreference',
    'AdminUpdateDeviceStatus',
    'AssociateSoftwareToken',
    'CompleteWebAuthnRegistration',
    'ConfirmDevice',
    'DeleteWebAuthnCredential',
    'ForgetDevice',
    'SetUserMFAPreference',
    'StartWebAuthnRegistration',
    'UpdateDeviceStatus',
    'VerifySoftwareToken',
  ],
  UserList: ['ListUsers', 'ListUsersInGroup'],
  UserPoolRead: ['DescribeUserPool', 'ListUserPools', 'ListUserPoolReplicas'],
  UserPoolUpdate: [
    'CreateUserPool',
    'CreateUserPoolReplica',
    'DeleteUserPool',
    'DeleteUserPoolReplica',
    'UpdateUserPool',
    'UpdateUserPoolReplica',
  ],
  UserPoolResourceRead: [
    'DescribeIdentityProvider',
    'DescribeManagedLoginBranding',
    'DescribeManagedLoginBrandingByClient',
    'DescribeResourceServer',
    'DescribeRiskConfiguration',
    'DescribeTerms',
    'DescribeTermsByClient',
    'DescribeUserImportJob',
    'DescribeUserPoolDomain',
    'GetCSVHeader',
    'GetGroup',
    'GetIdentityProviderByIdentifier',
    'GetLogDeliveryConfiguration',
    'GetSigningCertificate',
    'GetUICustomization',
    'GetUserPoolMfaConfig',
    'GetUserPoolSessionConfiguration',
    'ListGroups',
    'ListIdentityProviders',
    'ListResourceServers',
    'ListTagsForResource',
    'ListTerms',
    'ListUserImportJobs',
  ],
  UserPoolResourceUpdate: [
    'AddCustomAttributes',
    'CreateGroup',
    'CreateIdentityProvider',
    'CreateManagedLoginBranding',
    'CreateResourceServer',
    'CreateTerms',
    'CreateUserPoolDomain',
    'DeleteGroup',
    'DeleteIdentityProvider',
    'DeleteManagedLoginBranding',
    'DeleteResourceServer',
    'DeleteTerms',
    'DeleteUserPoolDomain',
    'SetLogDeliveryConfiguration',
    'SetRiskConfiguration',
    'SetUICustomization',
    'SetUserPoolMfaConfig',
    'SetUserPoolSessionConfiguration',
    'UpdateGroup',
    'UpdateIdentityProvider',
    'UpdateManagedLoginBranding',
    'UpdateResourceServer',
    'UpdateTerms',
    'UpdateUserPoolDomain',
  ],
  UserPoolClientRead: [
    'DescribeUserPoolClient',
    'GetUserPoolClientSessionConfiguration',
    'ListUserPoolClients',
    'ListUserPoolClientSecrets',
  ],
  UserPoolClientUpdate: [
    'AddUserPoolClientSecret',
    'CreateUserPoolClient',
    'DeleteUserPoolClient',
    'DeleteUserPoolClientSecret',
    'SetUserPoolClientSessionConfiguration',
    'UpdateUserPoolClient',
  ],
  ClientAuthentication: ['GetClientToken'],
  LimitManagement: ['GetProvisionedLimit', 'UpdateProvisionedLimit'],
  TagResource: ['TagResource', 'UntagResource'],
};

const categories = new Map(
  Object.entries(operationsOf).flatMap(([category, operations]) =>
    operations.map((operation) => [operation, category as RequestCategory] as const),
  ),
);

/** The category whose rate an operation counts against; every operation has exactly one. */
export function categoryOf(operation: string): RequestCategory {
  const category = categories.get(operation);
  if (!category) throw new Error(`${operation} has no request category: add it to quotas/categories.ts`);
  return category;
}
