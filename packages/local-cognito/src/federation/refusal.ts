import { AuthorizationError, DeadEnd } from '../oauth/authorization-request.ts';
import { CognitoError } from '../wire/errors.ts';
import { FederationError, type TraceRecorder } from './trace.ts';

/**
 * Runs a part of a federated sign-in. What refuses it ends the trace and goes back to the app as `invalid_request` with
 * Cognito's text; what nobody foresaw is told to the app as `server_error` only, and to the trace.
 */
export async function traceRefusals<Result>(
  trace: TraceRecorder,
  authorization: AuthorizationError['authorization'],
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    trace.end({ result: 'refused', ...explainRefusal(error) });
    if (error instanceof AuthorizationError || error instanceof DeadEnd) throw error;
    const isKnown = error instanceof FederationError || error instanceof CognitoError;
    const refusal = isKnown
      ? new AuthorizationError('invalid_request', error.message, authorization)
      : new AuthorizationError('server_error', 'Something went wrong.', authorization);
    refusal.cause = error;
    throw refusal;
  }
}

/** Why a sign-in ended, for its trace. */
export function explainRefusal(error: unknown): { text: string; remedy: string } {
  if (error instanceof FederationError) return { text: error.text, remedy: error.remedy };
  const isFunctions =
    (error instanceof CognitoError && error.type.includes('Lambda')) ||
    (error instanceof AuthorizationError && error.message.startsWith('PreTokenGeneration '));
  if (isFunctions) {
    return {
      text: `A function of the user pool stopped the sign-in: ${error.message}`,
      remedy: 'Look at that function; the user pool names it in LambdaConfig.',
    };
  }
  if (error instanceof CognitoError || error instanceof AuthorizationError) {
    return { text: error.message, remedy: 'Look at the settings of the user pool and of the app client.' };
  }
  if (error instanceof DeadEnd) {
    return {
      text: 'The answer belongs to no sign-in that this browser has begun.',
      remedy: 'Begin again in the app.',
    };
  }
  const cause = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    text: `Something unforeseen went wrong (${cause}).`,
    remedy: 'This is a fault of local-cognito: please report it with this text.',
  };
}
