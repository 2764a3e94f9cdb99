import { type Attempt, type AuthResponse, type Parameters, requireParameter } from '../flows/attempt.ts';
import { nextStep } from '../flows/next-step.ts';
import type { Progress } from '../flows/progress.ts';
import { checkWritable } from '../flows/write-attributes.ts';
import { replacePassword } from '../passwords/replace-password.ts';
import type { PoolRecord, UserRecord } from '../storage/records.ts';
import { canReadAttribute } from '../tokens/claims.ts';
import { newAttributes, updateAttributes } from '../users/attributes.ts';
import { claimSignInNames } from '../users/claim-sign-in-names.ts';
import { invalidParameter } from '../wire/errors.ts';
import { type Answer, openAnswer } from './answer.ts';
import { createSession } from './session.ts';

const prefix = 'userAttributes.';

/** Asks for a password in place of the temporary one, and for the required attributes that have no value. */
export function challengeNewPassword(attempt: Attempt, user: UserRecord, progress: Progress): AuthResponse {
  const { pool, client } = attempt;
  const readable = Object.entries(user.attributes).filter(([name]) => canReadAttribute(client, name));
  return {
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    Session: createSession(attempt, {
      challenge: 'NEW_PASSWORD_REQUIRED',
      username: user.username,
      progress,
    }),
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      userAttributes: JSON.stringify(Object.fromEntries(readable)),
      requiredAttributes: JSON.stringify(missingAttributes(pool, user).map((name) => prefix + name)),
    },
  };
}

/** A refused password or attribute leaves the session open for another try. */
export async function answerNewPassword(attempt: Attempt, answer: Answer): Promise<AuthResponse> {
  const { cognito, pool } = attempt;
  const { user, state, use } = openAnswer(attempt, answer, 'NEW_PASSWORD_REQUIRED');
  const password = requireParameter(answer.responses, 'NEW_PASSWORD');
  if (!/^\S{1,256}$/.test(password)) throw invalidParameter('NEW_PASSWORD must not contain spaces.');
  const now = cognito.clock();
  const changed: UserRecord = {
    ...replacePassword(pool, user, password, now),
    attributes: fillAttributes(attempt, user, answer.responses),
    status: 'CONFIRMED',
    updatedAt: now,
  };
  claimSignInNames({
    cognito,
    pool,
    user: changed,
    force: false,
    write() {
      use();
      cognito.store.users.update(pool, changed);
    },
  });
  const progress = { ...state.progress, triggerSource: 'TokenGeneration_NewPasswordChallenge' };
  return nextStep(attempt, changed, progress, answer.clientMetadata);
}

function missingAttributes({ pool }: PoolRecord, user: UserRecord): string[] {
  return pool.SchemaAttributes.flatMap(({ Name, Required }) =>
    Name && Required && Name !== 'sub' && !user.attributes[Name] ? [Name] : [],
  );
}

/** What is missing may be given whatever the client may write otherwise; what is required and there, stays. */
function fillAttributes(
  { pool, client }: Attempt,
  user: UserRecord,
  responses: Parameters,
): Record<string, string> {
  const missing = new Set(missingAttributes(pool, user));
  const given = Object.entries(responses)
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, Value]) => ({ Name: key.slice(prefix.length), Value }));
  const required = new Set(
    pool.pool.SchemaAttributes.flatMap(({ Name, Required }) => (Required ? [Name] : [])),
  );
  for (const { Name, Value } of given) {
    if (required.has(Name) && !missing.has(Name) && user.attributes[Name] !== Value) {
      throw invalidParameter(`Cannot modify an already provided ${Name}`);
    }
  }
  const additions = given.filter(({ Name }) => missing.has(Name));
  const changes = given.filter(({ Name, Value }) => !missing.has(Name) && user.attributes[Name] !== Value);
  const absent = [...missing].find(
    (name) => !additions.some(({ Name, Value }) => Name === name && Value !== ''),
  );
  if (absent !== undefined) throw invalidParameter(`Invalid attributes given, ${absent} is missing`);
  checkWritable(
    client,
    changes.map(({ Name }) => Name),
  );
  return { ...updateAttributes(pool, user, changes), ...newAttributes(pool, additions) };
}
