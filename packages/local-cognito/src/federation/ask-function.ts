import { AuthorizationError } from '../oauth/authorization-request.ts';
import { functionArn, type TriggerName } from '../triggers/invoke.ts';
import { CognitoError } from '../wire/errors.ts';
import type { FederatedSignIn } from './find-profile.ts';

/** Asks a function of the user pool and writes its decision down. What it throws is thrown on. */
export async function askFunction<Result>(
  { pool, trace }: Pick<FederatedSignIn, 'pool' | 'trace'>,
  trigger: TriggerName,
  ask: () => Promise<Result>,
): Promise<Result> {
  const arn = functionArn(pool, trigger);
  if (arn === undefined) return ask();
  try {
    const result = await ask();
    trace.step('function', `The function ${trigger} let the sign-in pass.`, { function: arn });
    return result;
  } catch (error) {
    const decision = isRefusal(error) ? error.message : 'It failed.';
    trace.step('function', `The function ${trigger} stopped the sign-in.`, { function: arn, decision });
    throw error;
  }
}

const isRefusal = (error: unknown): error is Error =>
  error instanceof CognitoError || error instanceof AuthorizationError;
