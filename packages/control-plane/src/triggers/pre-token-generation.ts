import {
  type Clock,
  type Grant,
  type Registry,
  refusals,
  systemClock,
  type TenantClaims,
} from '@cohabit/core';
import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';
import { activateMembership } from '../members/activate-membership.ts';
import { guardTrigger, SignInRefused, type TriggerEvent, type TriggerHandler } from './event.ts';
import type { TenantResolver } from './resolve-tenant.ts';

/** What the triggers are built from. */
export interface TriggerParts {
  registry: Registry;
  resolve: TenantResolver;
  clock?: Clock;
  /** Told of failures that the person does not see. */
  onFailure: (error: unknown) => void;
}

/**
 * Writes the active tenant into ID and access token, or refuses. The tenant may be named in `ClientMetadata.tenant_id`
 * (reaches this trigger from RespondToAuthChallenge and GetTokensFromRefreshToken). Runs at every token, also at
 * refresh; calling it twice gives the same answer.
 */
export function createPreTokenGeneration(parts: TriggerParts): TriggerHandler {
  return <Event extends TriggerEvent>(event: Event) =>
    guardTrigger(async () => {
      const request = event.request as PreTokenGenerationV2TriggerEvent['request'];
      const resolution = await parts.resolve({
        userPoolId: event.userPoolId,
        clientId: event.callerContext.clientId,
        sub: request.userAttributes.sub ?? event.userName,
        tenantId: request.clientMetadata?.tenant_id,
      });
      if (resolution.decision === 'refuse') throw new SignInRefused(resolution.message);
      if (resolution.decision === 'operator') return event;
      const claims = await confirmed(parts, resolution.grant, resolution.claims);
      return { ...event, response: { ...event.response, ...claimsResponse(event.version, claims) } };
    }, parts.onFailure);
}

/** The first token makes an invited member an active one; the token carries the membership's version after that. */
async function confirmed(parts: TriggerParts, grant: Grant, claims: TenantClaims): Promise<TenantClaims> {
  if (grant.status !== 'invited') return claims;
  const membership = await activateMembership(parts.registry, grant, parts.clock ?? systemClock);
  if (membership?.status !== 'active') throw new SignInRefused(refusals.not_a_member);
  return { ...claims, roles: membership.roles, membership_version: membership.version };
}

/** V2 and V3 write real values into both tokens; V1 (Lite pools) only text, and only into the ID token. */
function claimsResponse(version: string, claims: TenantClaims): object {
  if (version !== '1') {
    const generation = { claimsToAddOrOverride: claims };
    return {
      claimsAndScopeOverrideDetails: { idTokenGeneration: generation, accessTokenGeneration: generation },
    };
  }
  const asText = Object.entries(claims).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return { claimsOverrideDetails: { claimsToAddOrOverride: Object.fromEntries(asText) } };
}
