import {
  decideAdmission,
  expectVersion,
  federatedSignIns,
  federatedUsername,
  identityProviders,
  isCohabitError,
  isoNow,
  put,
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
      for (let attempt = 1; ; attempt++) {
        try {
          await takeDown(parts, event);
          return event;
        } catch (error) {
          if (!isCohabitError(error, 'version_conflict') || attempt === 5) throw error;
        }
      }
    }, parts.onFailure);
}

async function takeDown({ registry, clock }: TriggerParts, event: TriggerEvent): Promise<void> {
  const { providerName: key, attributes } = event.request as InboundFederationRequest;
  const { userPoolId } = event;
  const client = { userPoolId, clientId: event.callerContext.clientId };
  const found = await findProviderAt(registry, client, key);
  if (found.decision === 'refuse') throw new SignInRefused(found.message);
  const { tenantId, provider } = found;
  const { spec } = provider;
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
  await registry.commit([
    // A provider that is removed at the same moment takes all it said of people with it.
    expectVersion(identityProviders, { partition: tenantId, sort: provider.id, version: provider.version }),
    put(federatedSignIns, {
      ...{ userPoolId, username, subject, tenantId, key, person },
      ...(before?.userId && { userId: before.userId }),
      at: isoNow(clock),
      version: before?.version ?? 0,
    }),
  ]);
}

/** The username folds case; an ID token's `sub` is to the letter. */
function subjectOf(userName: string, key: string, { idToken }: ProviderAnswer): string | undefined {
  const prefix = `${key}_`;
  const subject = idToken?.sub ?? (userName.startsWith(prefix) ? userName.slice(prefix.length) : undefined);
  return subject === '' ? undefined : subject;
}
