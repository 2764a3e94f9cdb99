import {
  decideAdmission,
  federatedSignIns,
  federatedUsername,
  isoNow,
  overwrite,
  refusals,
} from '@cohabit/core';
import { findProviderAt } from '../identity-providers/find-provider-at.ts';
import { type ProviderAnswer, readAssertedPerson } from './asserted-person.ts';
import { guardTrigger, SignInRefused, type TriggerEvent, type TriggerHandler } from './event.ts';
import type { TriggerParts } from './pre-token-generation.ts';

interface InboundFederationRequest {
  providerName: string;
  attributes: ProviderAnswer;
}

/**
 * Runs at every answer of an identity provider, before anything is written: the provider must be the client's tenant's,
 * and its rules must admit the person. What the provider said is taken down here, since this is the only place where it
 * is the provider who says it: attributes of the profile can be written by the person.
 */
export function createInboundFederation(parts: TriggerParts): TriggerHandler {
  return <Event extends TriggerEvent>(event: Event) =>
    guardTrigger(async () => {
      const { registry, clock } = parts;
      const { providerName: key, attributes } = event.request as InboundFederationRequest;
      const { userPoolId } = event;
      const found = await findProviderAt(
        registry,
        { userPoolId, clientId: event.callerContext.clientId },
        key,
      );
      if (found.decision === 'refuse') throw new SignInRefused(found.message);
      const { spec } = found.provider;
      const person = readAssertedPerson(spec, attributes);
      const admission = decideAdmission(spec, person);
      if (admission.decision === 'refuse') throw new SignInRefused(admission.message);

      const subject = subjectOf(event.userName, key, attributes);
      if (subject === undefined) throw new SignInRefused(refusals.sign_in_unknown);
      const username = federatedUsername(key, subject);
      const before = await registry.get(federatedSignIns, `${userPoolId}/${username}`, 'last');
      // Usernames fold case and OIDC subjects do not: the second of two that differ by case only is somebody else.
      if (before && spec.protocol === 'oidc' && before.subject !== subject) {
        throw new SignInRefused(refusals.subject_ambiguous);
      }
      const { tenantId } = found;
      await registry.commit([
        overwrite(federatedSignIns, {
          ...{ userPoolId, username, subject, tenantId, key, person },
          at: isoNow(clock),
          version: 0,
        }),
      ]);
      return event;
    }, parts.onFailure);
}

/** The username folds case; an ID token's `sub` is to the letter. */
function subjectOf(userName: string, key: string, { idToken }: ProviderAnswer): string | undefined {
  const prefix = `${key}_`;
  const subject = idToken?.sub ?? (userName.startsWith(prefix) ? userName.slice(prefix.length) : undefined);
  return subject === '' ? undefined : subject;
}
