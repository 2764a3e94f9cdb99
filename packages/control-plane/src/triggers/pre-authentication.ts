import type { PreAuthenticationTriggerEvent } from 'aws-lambda';
import { guardTrigger, SignInRefused, type TriggerEvent, type TriggerHandler } from './event.ts';
import { providerOf } from './federated-profile.ts';
import type { TriggerParts } from './pre-token-generation.ts';

/**
 * Refuses everybody at a client that serves no tenant, or whose tenant is suspended or is not the one asked for
 * (`ClientMetadata.tenant_id` of InitiateAuth arrives as `validationData`), and passwords where the tenant accepts only its
 * identity provider. It runs before the password is looked at,
 * so it never answers by what it knows of the person: who is no member learns so from PreTokenGeneration, with a right
 * password, and from Cognito's "Incorrect username or password." otherwise.
 */
export function createPreAuthentication(parts: TriggerParts): TriggerHandler {
  return <Event extends TriggerEvent>(event: Event) =>
    guardTrigger(async () => {
      const request = event.request as PreAuthenticationTriggerEvent['request'];
      const resolution = await parts.resolve({
        userPoolId: event.userPoolId,
        clientId: event.callerContext.clientId,
        sub: request.userAttributes.sub ?? event.userName,
        tenantId: request.validationData?.tenant_id,
        provider: providerOf(request.userAttributes),
      });
      if (resolution.decision === 'refuse' && resolution.concerns === 'client') {
        throw new SignInRefused(resolution.message);
      }
      return event;
    }, parts.onFailure);
}
