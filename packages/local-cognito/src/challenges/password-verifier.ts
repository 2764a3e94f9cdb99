import { isProofValid, parsePublicKey } from '../crypto/srp.ts';
import { type Attempt, type AuthResponse, requireParameter } from '../flows/attempt.ts';
import { checkSecretHash } from '../flows/client-secret.ts';
import { checkNotLocked, recordFailure } from '../flows/lockout.ts';
import { namedDevice } from '../flows/named-device.ts';
import { nextStep } from '../flows/next-step.ts';
import { passed } from '../flows/progress.ts';
import { incorrectPassword, poolNameOf } from '../flows/prove-password.ts';
import type { Answer } from './answer.ts';
import { fromSecretBlock, invalidSession, openSession } from './session.ts';

/** A verifier that no proof is checked against with success, in the time of a real one. */
const verifierOfNobody = '02';

/** USER_SRP_AUTH, second half. The secret block alone names the session, as clients do not send `Session` here. */
export async function answerPasswordVerifier(attempt: Attempt, answer: Answer): Promise<AuthResponse> {
  const { cognito, pool } = attempt;
  const { responses } = answer;
  const name = requireParameter(responses, 'USERNAME');
  const secretBlock = requireParameter(responses, 'PASSWORD_CLAIM_SECRET_BLOCK');
  const signature = requireParameter(responses, 'PASSWORD_CLAIM_SIGNATURE');
  const timestamp = requireParameter(responses, 'TIMESTAMP');
  checkSecretHash(attempt.client, name, responses.SECRET_HASH);
  const token = fromSecretBlock(secretBlock);
  if (answer.session !== undefined && answer.session !== token) throw invalidSession();
  const { state, use } = openSession(attempt, token, 'PASSWORD_VERIFIER');

  const user = state.unknownName === undefined ? cognito.store.users.get(pool.id, state.username) : undefined;
  const subject = user ? { user } : { unknownName: state.unknownName ?? state.username };
  checkNotLocked(cognito, pool, subject);
  const isRight = isProofValid(
    {
      poolName: poolNameOf(pool),
      userId: state.username,
      verifier: user?.password?.verifier ?? verifierOfNobody,
      clientPublicKey: parsePublicKey(state.clientPublicKey) as bigint,
      server: state.server,
      secretBlock,
      timestamp,
    },
    signature,
  );
  const isSamePassword = user?.password?.salt === state.salt;
  if (!isRight || !user || !isSamePassword || name !== state.username) {
    use();
    recordFailure(cognito, pool, subject);
    throw incorrectPassword();
  }
  const progress = passed(state.progress, 'PASSWORD_VERIFIER', 'pwd');
  const named = namedDevice(attempt, user, progress, responses.DEVICE_KEY);
  use();
  return nextStep(attempt, user, named, answer.clientMetadata);
}
