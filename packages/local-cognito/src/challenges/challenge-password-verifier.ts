import { randomBytes } from 'node:crypto';
import { computeVerifier, createServerEphemeral, parsePublicKey } from '../crypto/srp.ts';
import type { Attempt, AuthResponse } from '../flows/attempt.ts';
import { checkNotLocked } from '../flows/lockout.ts';
import type { Progress } from '../flows/progress.ts';
import type { PasswordRecord, UserRecord } from '../storage/records.ts';
import { invalidParameter } from '../wire/errors.ts';
import { createSession, toSecretBlock } from './session.ts';

/** What the client is challenged with; for nobody it looks the same, and stays the same at every attempt. */
interface SrpIdentity {
  userId: string;
  salt: string;
  verifier: string;
}

/** Throws InvalidParameterException for an `SRP_A` that is no number of the group. */
export function checkSrpA(srpA: string): void {
  if (parsePublicKey(srpA) === undefined) throw invalidParameter('SRP_A is not a number of the SRP group.');
}

/** Asks for the SRP proof of a password; `user` is `undefined` when nobody has the name. */
export async function challengePasswordVerifier(
  attempt: Attempt,
  {
    name,
    user,
    srpA,
    progress,
  }: { name: string; user: UserRecord | undefined; srpA: string; progress: Progress },
): Promise<AuthResponse> {
  const { cognito, pool } = attempt;
  checkSrpA(srpA);
  checkNotLocked(cognito, pool, user ? { user } : { unknownName: name });
  const identity =
    user?.password === undefined ? await invent(attempt, name, user) : identityOf(user, user.password);
  const server = createServerEphemeral(identity.verifier);
  const session = createSession(attempt, {
    challenge: 'PASSWORD_VERIFIER',
    username: identity.userId,
    progress,
    clientPublicKey: srpA,
    server,
    salt: identity.salt,
    ...(user ? {} : { unknownName: name }),
  });
  return {
    ChallengeName: 'PASSWORD_VERIFIER',
    Session: session,
    ChallengeParameters: {
      SALT: identity.salt,
      SECRET_BLOCK: toSecretBlock(session),
      SRP_B: server.publicKey,
      USERNAME: identity.userId,
      USER_ID_FOR_SRP: identity.userId,
    },
  };
}

function identityOf(user: UserRecord, { salt, verifier }: PasswordRecord): SrpIdentity {
  return { userId: user.username, salt, verifier };
}

/** A salt, and a user id where real ones are made by Cognito, that nobody can tell from a user's. */
async function invent(attempt: Attempt, name: string, user: UserRecord | undefined): Promise<SrpIdentity> {
  const { cognito, pool } = attempt;
  const caseSensitive = pool.pool.UsernameConfiguration?.CaseSensitive ?? true;
  const plainName = user?.username ?? (caseSensitive ? name : name.toLowerCase());
  const secret = await cognito.tokens.secretOf(pool.id, `unknown user ${plainName}`);
  const hasMadeUsername = pool.pool.UsernameAttributes?.length || plainName.includes('@');
  return {
    userId: user || !hasMadeUsername ? plainName : toUuid(secret.subarray(16)),
    salt: secret.subarray(0, 16).toString('hex'),
    verifier: inventedVerifier(),
  };
}

let verifierOfNobody: string | undefined;

/** Made of a password that is thrown away. */
function inventedVerifier(): string {
  verifierOfNobody ??= computeVerifier({
    poolName: '',
    userId: '',
    password: randomBytes(32).toString('hex'),
    salt: randomBytes(16).toString('hex'),
  });
  return verifierOfNobody;
}

function toUuid(bytes: Buffer): string {
  const hex = bytes.subarray(0, 16).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
