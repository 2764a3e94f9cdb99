import { decideAdmission, federatedSignIns, refusals } from '@cohabit/core';
import { findProviderAt } from '../identity-providers/find-provider-at.ts';
import { guardTrigger, SignInRefused, type TriggerEvent, type TriggerHandler } from './event.ts';
import type { TriggerParts } from './pre-token-generation.ts';

/** How long a provider's answer may lie between InboundFederation and here, which are one sign-in. */
const FRESH_MS = 10 * 60_000;

/**
 * Decides whether a Cognito profile is made: by an invitation always, by signing up oneself never, and for a provider's
 * person when InboundFederation has just seen the provider's answer and the rules admit the person.
 */
export function createPreSignUp(parts: TriggerParts): TriggerHandler {
  return <Event extends TriggerEvent>(event: Event) =>
    guardTrigger(async () => {
      if (event.triggerSource === 'PreSignUp_AdminCreateUser') return event;
      if (event.triggerSource !== 'PreSignUp_ExternalProvider') {
        throw new SignInRefused(refusals.no_self_sign_up);
      }
      const { userPoolId, userName } = event;
      const key = userName.slice(0, Math.max(0, userName.indexOf('_')));
      const client = { userPoolId, clientId: event.callerContext.clientId };
      const [found, signIn] = await Promise.all([
        findProviderAt(parts.registry, client, key),
        parts.registry.get(federatedSignIns, `${userPoolId}/${userName.toLowerCase()}`, 'last'),
      ]);
      if (found.decision === 'refuse') throw new SignInRefused(found.message);
      const isFresh = signIn?.key === key && Date.parse(signIn.at) > parts.clock() - FRESH_MS;
      if (!isFresh) throw new SignInRefused(refusals.sign_in_unknown);
      const admission = decideAdmission(found.provider.spec, signIn.person);
      if (admission.decision === 'refuse') throw new SignInRefused(admission.message);
      return event;
    }, parts.onFailure);
}
