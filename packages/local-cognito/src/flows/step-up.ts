/*
 * Step-up authentication with USER_AUTH: `TARGET_ACR_VALUES`, `ACCESS_TOKEN` and `MAX_AGE`.
 */
import { unavailableInTier } from '../pools/tiers.ts';
import type { PoolRecord, UserRecord } from '../storage/records.ts';
import { invalidParameter, notAuthorized } from '../wire/errors.ts';
import { acrValues, levelOf } from './acr.ts';
import type { Attempt, Parameters } from './attempt.ts';
import { availableFirstFactors, type FirstFactor } from './first-factors.ts';
import { type Method, newProgress, type Progress } from './progress.ts';
import { type SecondFactor, usableSecondFactors } from './second-factors.ts';

/**
 * Where a sign-in with these parameters starts: with the level it must reach and what an access token of the user
 * shows as proven already. Throws FeatureUnavailableInTierException, InvalidParameterException for a level that the
 * pool does not have or the user cannot reach, NotAuthorizedException for a bad or foreign access token.
 */
export function readStepUp(attempt: Attempt, user: UserRecord, parameters: Parameters): Progress {
  const targets = parameters.TARGET_ACR_VALUES?.split(' ').filter((value) => value !== '') ?? [];
  if (targets.length === 0) return newProgress;
  const { pool } = attempt;
  if (pool.pool.UserPoolTier === 'LITE') {
    throw unavailableInTier('Step-up authentication');
  }
  const names = acrValues(pool);
  const levels = targets.map((name) => names.indexOf(name) + 1);
  const unknown = targets.find((_, index) => levels[index] === 0);
  if (unknown !== undefined) throw invalidParameter(`Invalid ACR value: ${unknown}`);
  const methods = provenMethods(attempt, user, parameters);
  const targetLevel = levels.find((level) => canReach(attempt, user, { level, methods }));
  if (targetLevel === undefined) {
    throw invalidParameter('The user has no factors for any of the requested ACR values.');
  }
  return { ...newProgress, methods, targetLevel, isSecondFactorDone: methods.length > 0 };
}

/** The second factors that take this sign-in to its level. */
export function stepUpFactors(pool: PoolRecord, user: UserRecord, { methods, targetLevel = 0 }: Progress) {
  return usableSecondFactors(pool, user).filter(
    (factor) => levelOf([...methods, methodOf[factor]]) >= targetLevel,
  );
}

/** The first factors with which this sign-in can reach its level. */
export function stepUpFirstFactors(attempt: Attempt, user: UserRecord, { targetLevel: level = 0 }: Progress) {
  return firstFactorsFor(attempt, user, level);
}

const methodOf: Record<SecondFactor, Method> = {
  SMS_MFA: 'sms',
  EMAIL_OTP: 'email_otp',
  SOFTWARE_TOKEN_MFA: 'otp',
};

const firstMethodOf: Record<FirstFactor, Method> = {
  PASSWORD: 'pwd',
  PASSWORD_SRP: 'pwd',
  EMAIL_OTP: 'email_otp',
  SMS_OTP: 'sms',
  WEB_AUTHN: 'swk',
};

/** What the access token's sign-in proved; nothing once it is older than `MAX_AGE` seconds. */
function provenMethods({ cognito }: Attempt, user: UserRecord, parameters: Parameters): readonly Method[] {
  const { ACCESS_TOKEN: token, MAX_AGE: maxAge } = parameters;
  if (maxAge !== undefined && !/^\d{1,9}$/.test(maxAge)) {
    throw invalidParameter('MAX_AGE must be a number of seconds.');
  }
  if (!token) return [];
  const signIn = cognito.tokens.verifyAccessToken(token);
  if (signIn.user.sub !== user.sub) throw notAuthorized('Invalid Access Token');
  const isTooOld = maxAge !== undefined && cognito.clock() / 1000 >= signIn.authTime + Number(maxAge);
  return isTooOld ? [] : (signIn.amr.filter((method) => method !== 'mfa') as Method[]);
}

function canReach(
  attempt: Attempt,
  user: UserRecord,
  { level, methods }: { level: number; methods: readonly Method[] },
): boolean {
  const progress = { ...newProgress, methods, targetLevel: level };
  return (
    levelOf(methods) >= level ||
    stepUpFactors(attempt.pool, user, progress).length > 0 ||
    firstFactorsFor(attempt, user, level).length > 0
  );
}

function firstFactorsFor({ cognito, pool }: Attempt, user: UserRecord, level: number): FirstFactor[] {
  const seconds = usableSecondFactors(pool, user).map((factor) => methodOf[factor]);
  return availableFirstFactors(cognito, pool, user).filter((factor) => {
    const method = firstMethodOf[factor];
    return [[method], ...seconds.map((second) => [method, second])].some(
      (methods) => levelOf(methods) >= level && (methods.length === 1 || method === 'pwd'),
    );
  });
}
