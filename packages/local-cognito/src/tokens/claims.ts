import type { ClientRecord, SignInDetails, UserRecord } from '../storage/records.ts';
import type { GroupConfiguration } from '../triggers/pre-token-generation.ts';
import type { Claims } from './jwt.ts';

/** What both tokens of one issue have in common. */
export interface TokenContext {
  issuer: string;
  client: ClientRecord;
  user: UserRecord;
  /** The user's groups and their roles. */
  groups: GroupConfiguration;
  /** Absent when the client does not revoke tokens. */
  originJti: string | undefined;
  eventId: string;
  /** Epoch seconds. */
  authTime: number;
  issuedAt: number;
  details: SignInDetails | undefined;
}

/** True when the client's `ReadAttributes` include the attribute; `sub` is always readable. */
export function canReadAttribute({ client }: ClientRecord, name: string): boolean {
  return name === 'sub' || client.ReadAttributes === undefined || client.ReadAttributes.includes(name);
}

/** The claims of an ID token from the API (no OAuth scopes: every readable attribute). */
export function idTokenClaims(context: TokenContext, token: { jti: string; expiresAt: number }): Claims {
  const { user, client } = context;
  const claims: Claims = { sub: user.sub };
  for (const [name, value] of Object.entries(user.attributes)) {
    if (name !== 'sub' && canReadAttribute(client, name)) claims[name] = attributeClaim(name, value);
  }
  return {
    ...claims,
    ...groupClaims(context.groups),
    iss: context.issuer,
    'cognito:username': user.username,
    ...(context.originJti === undefined ? {} : { origin_jti: context.originJti }),
    aud: client.id,
    event_id: context.eventId,
    token_use: 'id',
    auth_time: context.authTime,
    ...strengthClaims(context),
    exp: token.expiresAt,
    iat: context.issuedAt,
    jti: token.jti,
  };
}

/** The claims of an access token. */
export function accessTokenClaims(
  context: TokenContext,
  token: { jti: string; expiresAt: number; scope: string },
): Claims {
  const { 'cognito:groups': groups } = groupClaims(context.groups);
  return {
    sub: context.user.sub,
    ...(groups && { 'cognito:groups': groups }),
    iss: context.issuer,
    client_id: context.client.id,
    ...(context.originJti === undefined ? {} : { origin_jti: context.originJti }),
    event_id: context.eventId,
    ...(context.details?.deviceKey === undefined ? {} : { device_key: context.details.deviceKey }),
    token_use: 'access',
    scope: token.scope,
    auth_time: context.authTime,
    ...strengthClaims(context),
    exp: token.expiresAt,
    iat: context.issuedAt,
    jti: token.jti,
    username: context.user.username,
  };
}

/** How strong the sign-in was, where the pool or the sign-in uses step-up authentication. */
function strengthClaims({ details }: TokenContext) {
  return details?.acr === undefined ? {} : { acr: details.acr, amr: details.amr };
}

/** What is empty is left out. The access token has the groups only. */
function groupClaims({ groupsToOverride, iamRolesToOverride, preferredRole }: GroupConfiguration) {
  return {
    ...(groupsToOverride.length > 0 && { 'cognito:groups': groupsToOverride }),
    ...(iamRolesToOverride.length > 0 && { 'cognito:roles': iamRolesToOverride }),
    ...(preferredRole !== null && { 'cognito:preferred_role': preferredRole }),
  };
}

/** Attributes are text everywhere but in the ID token, and even there only these few are not. */
function attributeClaim(name: string, value: string): unknown {
  switch (name) {
    case 'email_verified':
    case 'phone_number_verified':
      return value === 'true';
    case 'updated_at':
      return Number(value);
    case 'address':
      return { formatted: value };
    case 'identities':
      return identitiesClaim(value);
    default:
      return value;
  }
}

/** Flags and times are text in the token, though not in the attribute. */
function identitiesClaim(value: string): unknown {
  const identities = JSON.parse(value) as { primary: unknown; dateCreated: unknown }[];
  return identities.map((identity) => ({
    ...identity,
    primary: String(identity.primary),
    dateCreated: String(identity.dateCreated),
  }));
}
