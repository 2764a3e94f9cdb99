import { hidesUserExistence } from '../../flows/admit-user.ts';
import { allowedFlows } from '../../flows/allowed-flows.ts';
import {
  allowedFirstFactors,
  availableFirstFactors,
  type FirstFactor,
  isPasskeyMultiFactor,
} from '../../flows/first-factors.ts';
import { isOriginOf, relyingPartyId } from '../../passkeys/relying-party.ts';
import { functionArn } from '../../triggers/invoke.ts';
import { userNotFound } from '../../wire/errors.ts';
import type { Visit } from '../visit.ts';

/** A first factor as pages offer it: how a password is proven is not for people to choose. */
export type Factor = Exclude<FirstFactor, 'PASSWORD_SRP'>;

const factors: readonly Factor[] = ['PASSWORD', 'WEB_AUTHN', 'EMAIL_OTP', 'SMS_OTP'];

export const isFactor = (text: string | null): text is Factor => factors.some((factor) => factor === text);

/** True when people say first who they are, and then choose how to prove it: `USER_AUTH`, not on classic pages. */
export function isChoiceBased({ request, authorization }: Visit): boolean {
  return request.domain.ManagedLoginVersion === 2 && allowedFlows(authorization.client).has('USER_AUTH');
}

/**
 * What is offered to whoever claims this name. Where the app client hides who exists, that is all the pool has, for
 * everybody; the same where a function may know people whom the pool does not. Throws UserNotFoundException.
 */
export function offeredFactors(visit: Visit, name: string): readonly Factor[] {
  const { cognito, pool } = visit.attempt;
  const ofPool = poolFactors(visit);
  if (hidesUserExistence(visit.attempt)) return ofPool;
  const user = cognito.store.users.find(pool, name);
  if (!user) {
    if (functionArn(pool, 'UserMigration') !== undefined) return ['PASSWORD'];
    throw userNotFound();
  }
  const own = availableFirstFactors(cognito, pool, user);
  const offered = ofPool.filter((factor) => own.includes(factor));
  return offered.length > 0 ? offered : ['PASSWORD'];
}

/** Those of the sign-in policy that can do for somebody, on a page at this address. */
function poolFactors({ request }: Visit): readonly Factor[] {
  const { cognito, pool, baseUrl } = request;
  const allowed = new Set(allowedFirstFactors(pool));
  const needsMfa = pool.mfa.mode === 'ON';
  const isPossible: Record<Factor, () => boolean> = {
    PASSWORD: () => true,
    WEB_AUTHN: () =>
      (!needsMfa || isPasskeyMultiFactor(pool)) && isOriginOf(relyingPartyId(cognito, pool), baseUrl),
    EMAIL_OTP: () => !needsMfa,
    SMS_OTP: () => !needsMfa,
  };
  return factors.filter((factor) => allowed.has(factor) && isPossible[factor]());
}
