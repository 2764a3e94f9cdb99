import {
  type Clock,
  type Grant,
  type RefusalReason,
  type Registry,
  refusals,
  type TenantClaims,
} from '@cohabit/core';
import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';
import { activateMembership } from '../members/activate-membership.ts';
import { type FederatedProfile, welcomeFederated } from '../members/federated-member.ts';
import { historyOf } from '../tenants/history-entry.ts';
import { guardTrigger, SignInRefused, type TriggerEvent, type TriggerHandler } from './event.ts';
import { providerOf } from './federated-profile.ts';
import type { TenantResolver } from './resolve-tenant.ts';

/** What the triggers are built from. */
export interface TriggerParts {
  registry: Registry;
  resolve: TenantResolver;
  clock: Clock;
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
      const client = { userPoolId: event.userPoolId, clientId: event.callerContext.clientId };
      const sub = request.userAttributes.sub ?? event.userName;
      const provider = providerOf(request.userAttributes);
      if (provider !== undefined) {
        const profile = { ...client, sub, provider, username: event.userName };
        const refusal = await decideFederated(parts, profile, event.triggerSource);
        if (refusal) throw new SignInRefused(refusals[refusal]);
      }
      const resolution = await parts.resolve({
        ...client,
        sub,
        provider,
        tenantId: request.clientMetadata?.tenant_id,
      });
      if (resolution.decision === 'refuse') throw new SignInRefused(resolution.message);
      if (resolution.decision === 'operator') return event;
      const { grant } = resolution;
      const claims = await confirmed(parts, grant, resolution.claims);
      if (resolution.isBreakGlass) await tellOfBreakGlass(parts, grant, event.triggerSource);
      const response = claimsResponse(event.version, claims, emailClaims(grant));
      return { ...event, response: { ...event.response, ...response } };
    }, parts.onFailure);
}

/**
 * A provider's person comes from the provider, or goes on with what began there. A password or passkey that got into
 * the profile would outlast what the provider thinks of the person.
 */
async function decideFederated(
  parts: TriggerParts,
  profile: FederatedProfile,
  source: string | undefined,
): Promise<RefusalReason | undefined> {
  if (source === 'TokenGeneration_HostedAuth') return welcomeFederated(parts, profile);
  return source === 'TokenGeneration_RefreshTokens' ? undefined : 'provider_bypassed';
}

/** The first token makes an invited member an active one; the token carries the membership's version after that. */
async function confirmed(parts: TriggerParts, grant: Grant, claims: TenantClaims): Promise<TenantClaims> {
  if (grant.status !== 'invited') return claims;
  const membership = await activateMembership(parts.registry, grant, parts.clock);
  if (membership?.status !== 'active') throw new SignInRefused(refusals.not_a_member);
  return { ...claims, roles: membership.roles, membership_version: membership.version };
}

/** Somebody used a password where only the identity provider counts: that is seen at each sign-in and each refresh. */
async function tellOfBreakGlass(
  { registry, clock }: TriggerParts,
  { tenantId, userId }: Grant,
  source = 'unknown',
): Promise<void> {
  const entry = {
    actor: `user:${userId}`,
    step: 'break-glass.use',
    outcome: 'done',
    message: source,
  } as const;
  await registry.commit([historyOf(tenantId, entry, clock)]);
}

/** A provider's profile has no e-mail attribute; its ID token says the e-mail, and whether the tenant proved the domain. */
function emailClaims({ federated }: Grant): object {
  return federated ? { email: federated.email, email_verified: federated.isProven } : {};
}

/** V2 and V3 write real values into both tokens; V1 (Lite pools) only text, and only into the ID token. */
function claimsResponse(version: string, claims: TenantClaims, idTokenOnly: object): object {
  if (version !== '1') {
    return {
      claimsAndScopeOverrideDetails: {
        idTokenGeneration: { claimsToAddOrOverride: { ...claims, ...idTokenOnly } },
        accessTokenGeneration: { claimsToAddOrOverride: claims },
      },
    };
  }
  const asText = Object.entries({ ...claims, ...idTokenOnly }).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return { claimsOverrideDetails: { claimsToAddOrOverride: Object.fromEntries(asText) } };
}
