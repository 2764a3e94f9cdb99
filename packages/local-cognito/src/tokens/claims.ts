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
  /** Granted, separated by spaces. */
  scope: string;
  /** Of the ID token, where the app sent one. */
  nonce?: string | undefined;
  details: SignInDetails | undefined;
}

/** What a token gets when it is signed: `jti`, and its times in epoch seconds. */
export interface Stamp {
  jti: string;
  issuedAt: number;
  expiresAt: number;
}

/** True when the client's `ReadAttributes` include the attribute; `sub` is always readable. */
export function canReadAttribute({ client }: ClientRecord, name: string): boolean {
  return name === 'sub' || client.ReadAttributes === undefined || client.ReadAttributes.includes(name);
}

/** The attributes that the client may read and the scopes open, without `sub`. */
export function visibleAttributes(
  user: UserRecord,
  client: ClientRecord,
  scope: readonly string[],
): [string, string][] {
  return Object.entries(user.attributes).filter(
    ([name]) => name !== 'sub' && canReadAttribute(client, name) && isInScope(name, scope),
  );
}

/** The claims of an ID token but for what {@link stamped} adds. */
export function idTokenClaims(context: TokenContext): Claims {
  const { user, client } = context;
  const claims: Claims = { sub: user.sub };
  for (const [name, value] of visibleAttributes(user, client, context.scope.split(' '))) {
    claims[name] = attributeClaim(name, value);
  }
  return {
    ...claims,
    ...groupClaims(context.groups),
    iss: context.issuer,
    'cognito:username': user.username,
    ...(context.originJti === undefined ? {} : { origin_jti: context.originJti }),
    aud: client.id,
    ...(context.nonce !== undefined && { nonce: context.nonce }),
    event_id: context.eventId,
    token_use: 'id',
    auth_time: context.authTime,
    ...strengthClaims(context),
  };
}

/** The claims of an access token but for what {@link stamped} adds. */
export function accessTokenClaims(context: TokenContext): Claims {
  const { oauth } = context.details ?? {};
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
    scope: context.scope,
    auth_time: context.authTime,
    ...strengthClaims(context),
    ...(oauth && { version: 2 }),
    ...(oauth?.resource !== undefined && { aud: oauth.resource }),
    username: context.user.username,
  };
}

/** The claims with those of the moment. */
export function stamped(claims: Claims, { jti, issuedAt, expiresAt }: Stamp): Claims {
  return { ...claims, exp: expiresAt, iat: issuedAt, jti };
}

/** Standard claims of OpenID Connect Core §5.4, by the scope that opens them; `profile` opens all others. */
const scopeOf: Readonly<Record<string, 'email' | 'phone'>> = {
  email: 'email',
  email_verified: 'email',
  phone_number: 'phone',
  phone_number_verified: 'phone',
};

/** Without one of the three scopes, as after a sign-in by the API or with `openid` alone, every attribute is open. */
function isInScope(name: string, scope: readonly string[]): boolean {
  if (name === 'identities') return true;
  const isNarrowed = scope.some((value) => value === 'email' || value === 'phone' || value === 'profile');
  return !isNarrowed || scope.includes(scopeOf[name] ?? 'profile');
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
