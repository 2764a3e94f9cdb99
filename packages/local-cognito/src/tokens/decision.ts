import { randomUUID } from 'node:crypto';
import { type Clock, epochSeconds } from '../clock.ts';
import { groupConfiguration, groupsOf } from '../groups/groups-of-user.ts';
import type { SignInDetails } from '../storage/records.ts';
import type { Store } from '../storage/store.ts';
import { eventAttributes } from '../triggers/event.ts';
import type { TriggerInvoker } from '../triggers/invoke.ts';
import { preTokenGeneration } from '../triggers/pre-token-generation.ts';
import { userAdminScope } from './access-token.ts';
import { applyOverrides } from './claim-overrides.ts';
import { accessTokenClaims, idTokenClaims } from './claims.ts';
import type { SignIn } from './issue.ts';
import type { Claims } from './jwt.ts';

/** What the tokens of a sign-in will say, whenever they are signed. It survives JSON: an authorization code keeps it. */
export interface Decision {
  username: string;
  sub: string;
  /** Of the user when it was decided; a later one makes it void. */
  signedOutAt: number | undefined;
  originJti: string;
  eventId: string;
  /** Epoch seconds. */
  authTime: number;
  /** As granted, before the function changed it. */
  scope: string;
  details?: SignInDetails;
  access: Claims;
  /** Absent when an app asked without the scope `openid`. */
  id?: Claims;
}

/** Runs PreTokenGeneration. Throws the function's refusal. */
export function createDecider({
  clock,
  store,
  triggers,
  issuerBase,
}: {
  clock: Clock;
  store: Store;
  triggers: TriggerInvoker;
  issuerBase: () => string;
}): (signIn: SignIn) => Promise<Decision> {
  return async (signIn) => {
    const { pool, client, user, refreshOf, grant, eventId: known } = signIn;
    const originJti = refreshOf?.originJti ?? randomUUID();
    const eventId = refreshOf?.eventId ?? known ?? randomUUID();
    const authTime = refreshOf?.authTime ?? grant?.authTime ?? epochSeconds(clock);
    const scope = refreshOf?.scope ?? grant?.scopes.join(' ') ?? userAdminScope;
    const details = detailsOf(signIn, clock());
    const groups = groupConfiguration(groupsOf({ store }, pool, user));
    const context = {
      issuer: `${issuerBase()}/${pool.id}`,
      client,
      user,
      groups,
      originJti: client.client.EnableTokenRevocation === false ? undefined : originJti,
      eventId,
      authTime,
      scope,
      nonce: grant?.nonce,
      details,
    };
    const claims = { id: idTokenClaims(context), access: accessTokenClaims(context) };
    const answer = await preTokenGeneration(triggers, {
      pool,
      client,
      username: user.username,
      triggerSource: signIn.triggerSource,
      userAttributes: eventAttributes(user),
      clientMetadata: signIn.clientMetadata,
      groupConfiguration: groups,
      scopes: scope.split(' '),
    });
    const { id, access } = answer ? applyOverrides(answer, claims) : claims;
    const hasIdToken = !details?.oauth || scope.split(' ').includes('openid');
    return {
      username: user.username,
      sub: user.sub,
      signedOutAt: user.signedOutAt,
      originJti,
      eventId,
      authTime,
      scope,
      ...(details && { details }),
      access,
      ...(hasIdToken && { id }),
    };
  };
}

/** A refresh is the last sign of life of its session. */
function detailsOf({ refreshOf, details, grant }: SignIn, now: number): SignInDetails | undefined {
  if (grant) {
    const { resource } = grant;
    return { ...details, oauth: { ...(resource !== undefined && { resource }) } };
  }
  const kept = refreshOf ? refreshOf.details : details;
  return refreshOf && kept?.session ? { ...kept, session: { ...kept.session, lastActiveAt: now } } : kept;
}
