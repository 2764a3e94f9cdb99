/*
 * What a PreTokenGeneration function may change (developer guide, "Pre token generation Lambda trigger").
 */
import * as z from 'zod';
import { CognitoError } from '../wire/errors.ts';
import type { Claims } from './jwt.ts';

const protectedClaims = new Set([
  'acr',
  'amr',
  'at_hash',
  'auth_time',
  'azp',
  'client_id',
  'device_key',
  'event_id',
  'exp',
  'iat',
  'identities',
  'iss',
  'jti',
  'nbf',
  'nonce',
  'origin_jti',
  'sub',
  'token_use',
  'username',
  'version',
]);

/** ID token claims that stay plain values in V2. */
const plainClaims = new Set(['email_verified', 'phone_number_verified', 'updated_at', 'address']);

const maxChanges = 5000;

const names = z.array(z.string()).nullish();
const text = z.union([z.string(), z.number().transform(String), z.boolean().transform(String)]);
const groupOverride = z
  .object({
    groupsToOverride: names,
    iamRolesToOverride: names,
    preferredRole: z.string().nullish(),
  })
  .nullish();
const tokenChanges = z
  .object({ claimsToAddOrOverride: z.record(z.string(), z.unknown()).nullish(), claimsToSuppress: names })
  .nullish();

const responseV1 = z.object({
  claimsOverrideDetails: z
    .object({
      claimsToAddOrOverride: z.record(z.string(), text).nullish(),
      claimsToSuppress: names,
      groupOverrideDetails: groupOverride,
    })
    .nullish(),
});

const scopeName = z.string().regex(/^\S+$/);
const responseV2 = z.object({
  claimsAndScopeOverrideDetails: z
    .object({
      idTokenGeneration: tokenChanges,
      accessTokenGeneration: z
        .object({
          claimsToAddOrOverride: z.record(z.string(), z.unknown()).nullish(),
          claimsToSuppress: names,
          scopesToAdd: z.array(scopeName).nullish(),
          scopesToSuppress: names,
        })
        .nullish(),
      groupOverrideDetails: groupOverride,
    })
    .nullish(),
});

type TokenChanges = z.output<typeof tokenChanges>;
type GroupOverride = z.output<typeof groupOverride>;

/** A function's answer, in one shape for all versions. */
interface Overrides {
  id: TokenChanges;
  access: TokenChanges;
  scopesToAdd: string[];
  scopesToSuppress: string[];
  /** `undefined`: left out, the groups stay. */
  groups: GroupOverride | undefined;
}

/** Both tokens' claims after the function has had its say. Throws InvalidLambdaResponseException for a bad answer. */
export function applyOverrides(
  answer: { version: 'V1_0' | 'V2_0'; response: Record<string, unknown> },
  tokens: { id: Claims; access: Claims },
): { id: Claims; access: Claims } {
  const overrides = answer.version === 'V1_0' ? readV1(answer.response) : readV2(answer.response);
  const clientId = tokens.access.client_id;
  const id = withGroups(tokens.id, overrides.groups, 'id');
  const access = withGroups(tokens.access, overrides.groups, 'access');
  return {
    id: change(id, overrides.id, (name, value) => !plainClaims.has(name) || typeof value !== 'object'),
    access: {
      ...change(access, overrides.access, (name, value) => name !== 'aud' || value === clientId),
      scope: changeScopes(String(tokens.access.scope), overrides),
    },
  };
}

function readV1(response: Record<string, unknown>): Overrides {
  const details = parse(responseV1, response).claimsOverrideDetails;
  return {
    id: details,
    access: undefined,
    scopesToAdd: [],
    scopesToSuppress: [],
    groups: details?.groupOverrideDetails,
  };
}

function readV2(response: Record<string, unknown>): Overrides {
  const details = parse(responseV2, response).claimsAndScopeOverrideDetails;
  const access = details?.accessTokenGeneration;
  return {
    id: details?.idTokenGeneration,
    access,
    scopesToAdd: access?.scopesToAdd ?? [],
    scopesToSuppress: access?.scopesToSuppress ?? [],
    groups: details?.groupOverrideDetails,
  };
}

function parse<Schema extends z.ZodType>(schema: Schema, response: unknown): z.output<Schema> {
  const result = schema.safeParse(response);
  if (!result.success || countChanges(result.data) > maxChanges) {
    throw new CognitoError('InvalidLambdaResponseException', 'Unrecognizable lambda output');
  }
  return result.data;
}

/** Claims and scopes that are set or suppressed. */
function countChanges(response: unknown): number {
  let count = 0;
  const visit = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, member] of Object.entries(value)) {
      if (key === 'claimsToAddOrOverride') count += Object.keys(member ?? {}).length;
      else if (Array.isArray(member)) count += member.length;
      else visit(member);
    }
  };
  visit(response);
  return count;
}

/** Suppression wins over setting. Claims that may not be changed stay as they are. */
function change(
  claims: Claims,
  changes: TokenChanges,
  accepts: (name: string, value: unknown) => boolean,
): Claims {
  const isOpen = (name: string) => !protectedClaims.has(name) && !name.startsWith('cognito:');
  const result = { ...claims };
  for (const [name, value] of Object.entries(changes?.claimsToAddOrOverride ?? {})) {
    const isOwnAudience = name === 'aud' && claims.token_use === 'id';
    if (isOpen(name) && !name.startsWith('dev:') && !isOwnAudience && accepts(name, value))
      result[name] = value;
  }
  for (const name of changes?.claimsToSuppress ?? []) {
    if (name === 'cognito:groups') dropGroups(result);
    else if (isOpen(name) && name !== 'aud') delete result[name];
  }
  return result;
}

/** An override replaces groups, roles and preferred role together: what it leaves out or empties is gone. */
function withGroups(claims: Claims, groups: GroupOverride | undefined, use: 'id' | 'access'): Claims {
  if (groups === undefined) return claims;
  const result = { ...claims };
  dropGroups(result);
  if (groups?.groupsToOverride?.length) result['cognito:groups'] = groups.groupsToOverride;
  if (use === 'id') {
    if (groups?.iamRolesToOverride?.length) result['cognito:roles'] = groups.iamRolesToOverride;
    if (groups?.preferredRole) result['cognito:preferred_role'] = groups.preferredRole;
  }
  return result;
}

function dropGroups(claims: Claims): void {
  delete claims['cognito:groups'];
  delete claims['cognito:roles'];
  delete claims['cognito:preferred_role'];
}

function changeScopes(scope: string, { scopesToAdd, scopesToSuppress }: Overrides): string {
  const scopes = new Set(scope.split(' ').filter((name) => name !== ''));
  for (const name of scopesToAdd) scopes.add(name);
  for (const name of scopesToSuppress) scopes.delete(name);
  return [...scopes].join(' ');
}
