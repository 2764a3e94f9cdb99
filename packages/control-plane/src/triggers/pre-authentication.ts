import type { PreAuthenticationTriggerEvent } from 'aws-lambda';
import { guardTrigger, SignInRefused, type TriggerEvent, type TriggerHandler } from './event.ts';
import type { TriggerParts } from './pre-token-generation.ts';

/**
 * Refuses people who have no business at this app client before their password is looked at: no grant here, or a
 * suspended tenant. `ClientMetadata.tenant_id` of InitiateAuth arrives as `validationData` and asks for that tenant.
 * An e-mail that Cognito does not know passes, so that Cognito itself answers as for a wrong password.
 */
export function createPreAuthentication(parts: TriggerParts): TriggerHandler {
  return <Event extends TriggerEvent>(event: Event) =>
    guardTrigger(async () => {
      const request = event.request as PreAuthenticationTriggerEvent['request'];
      if (request.userNotFound === true) return event;
      const resolution = await parts.resolve({
        userPoolId: event.userPoolId,
        clientId: event.callerContext.clientId,
        sub: request.userAttributes.sub ?? event.userName,
        tenantId: request.validationData?.tenant_id,
      });
      if (resolution.decision === 'refuse') throw new SignInRefused(resolution.message);
      return event;
    }, parts.onFailure);
}
