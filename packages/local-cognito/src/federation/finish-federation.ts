import type { Answer } from '../answer.ts';
import { acrValues } from '../flows/acr.ts';
import type { AuthorizationRequest } from '../oauth/authorization-request.ts';
import { completeAuthorization } from '../oauth/complete-authorization.ts';
import type { DomainRequest } from '../oauth/domain-request.ts';
import type { SignInDetails, UserRecord } from '../storage/records.ts';
import { eventAttributes } from '../triggers/event.ts';
import { inboundFederation } from '../triggers/inbound-federation.ts';
import { postAuthentication } from '../triggers/post-authentication.ts';
import { postConfirmation } from '../triggers/post-confirmation.ts';
import { preAuthentication } from '../triggers/pre-authentication.ts';
import { federatedUsername } from '../users/linked-identities.ts';
import { askFunction } from './ask-function.ts';
import type { ExternalIdentity } from './external-identity.ts';
import { type FederatedSignIn, findProfile, type KnownUser } from './find-profile.ts';
import { requireProvider } from './resume-federation.ts';
import { FederationError, type TraceRecorder } from './trace.ts';
import { createProfile, updateProfile } from './write-profile.ts';

/**
 * From a checked identity to the app: InboundFederation, mapping, the linked user or the profile (made at the first
 * sign-in, after PreSignUp), the other functions, then `completeAuthorization`.
 *
 * Throws a `FederationError` or a `CognitoError` for what is refused; run it inside `traceRefusals` or
 * `resumeFederation`.
 */
export async function finishFederation(
  request: DomainRequest,
  authorization: AuthorizationRequest,
  identity: ExternalIdentity,
  trace: TraceRecorder,
): Promise<Answer> {
  const { cognito, pool } = request;
  const { client } = authorization;
  const { provider } = identity;
  const signIn: FederatedSignIn = { cognito, pool, client, identity, claims: identity.claims, trace };
  signIn.claims = await chooseClaims(signIn);
  const known = findProfile(signIn);
  const user = known
    ? await welcomeBack(signIn, known)
    : await welcome(signIn, () => requireProvider(request, authorization, provider.ProviderName));
  requireProvider(request, authorization, provider.ProviderName);
  const { samlSession } = identity;
  const answer = await askFunction(signIn, 'PreTokenGeneration', () =>
    completeAuthorization(request, authorization, {
      user,
      details: detailsOf(request, identity),
      provider: provider.ProviderName,
      ...(samlSession && { samlSession }),
    }),
  );
  trace.end({ result: 'signed-in', text: `Signed in as ${user.username}.` });
  return answer;
}

/** What may be mapped, as the InboundFederation function decides. */
async function chooseClaims(signIn: FederatedSignIn): Promise<Readonly<Record<string, string>>> {
  const { cognito, pool, client, identity } = signIn;
  const { ProviderName: providerName, ProviderType: providerType } = identity.provider;
  const chosen = await askFunction(signIn, 'InboundFederation', () =>
    inboundFederation(cognito.triggers, {
      pool,
      clientId: client.id,
      username: federatedUsername(pool, providerName, identity.subject),
      providerName,
      providerType,
      attributes: identity.sources,
    }),
  );
  if (!chosen) return identity.claims;
  signIn.trace.step('function', 'The function InboundFederation replaced what is mapped.', {
    mapped: Object.keys(chosen).join(', '),
  });
  return chosen;
}

/** The first sign-in: only PreSignUp can still stop the profile from being made. */
async function welcome(signIn: FederatedSignIn, check: () => void): Promise<UserRecord> {
  const { cognito, pool, client } = signIn;
  const { user, isNew } = await createProfile(signIn, check);
  if (isNew) {
    const triggerSource = 'PostConfirmation_ConfirmSignUp';
    const call = { pool, clientId: client.id, user, triggerSource, clientMetadata: undefined } as const;
    await askFunction(signIn, 'PostConfirmation', () => postConfirmation(cognito.triggers, call));
  }
  return stillThere(signIn, user);
}

async function welcomeBack(
  signIn: FederatedSignIn,
  { user: known, ...rest }: KnownUser,
): Promise<UserRecord> {
  const { cognito, pool, client } = signIn;
  await askFunction(signIn, 'PreAuthentication', () =>
    preAuthentication(cognito.triggers, {
      pool,
      client,
      username: known.username,
      userAttributes: eventAttributes(known),
      validationData: undefined,
      userNotFound: false,
    }),
  );
  const user = updateProfile(signIn, { ...rest, user: stillThere(signIn, known) });
  const call = { pool, client, user, newDeviceUsed: false, clientMetadata: undefined };
  await askFunction(signIn, 'PostAuthentication', () => postAuthentication(cognito.triggers, call));
  return stillThere(signIn, user);
}

/** The user of this moment. Throws a `FederationError` for one who is disabled, or was deleted meanwhile. */
function stillThere({ cognito, pool }: FederatedSignIn, { username, sub }: UserRecord): UserRecord {
  const user = cognito.store.users.get(pool.id, username);
  if (user?.sub !== sub) {
    throw new FederationError('User does not exist.', {
      text: `The user ${username} was deleted while the sign-in was under way.`,
      remedy: 'Sign in again.',
    });
  }
  if (user.enabled) return user;
  throw new FederationError('User is disabled.', {
    text: `The user ${username} is disabled.`,
    remedy: 'Enable the user (AdminEnableUser), if they may sign in.',
  });
}

/** How strong the sign-in was, where the provider's levels are mapped to the pool's (`AcrMapping`). */
function detailsOf({ pool }: DomainRequest, { provider, acr }: ExternalIdentity): SignInDetails {
  const [level] = Object.entries(provider.AcrMapping ?? {}).find(([, value]) => value === acr) ?? [];
  if (level === undefined || !pool.pool.AcrConfiguration) return {};
  const reached = acrValues(pool)[Number(level.slice(-1)) - 1];
  return reached === undefined ? {} : { acr: reached };
}
