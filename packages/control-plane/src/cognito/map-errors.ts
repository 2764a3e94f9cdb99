import { CognitoIdentityProviderServiceException } from '@aws-sdk/client-cognito-identity-provider';
import { CohabitError } from '@cohabit/core';

const NOT_ANSWERED = new Set(['TooManyRequestsException', 'InternalErrorException', 'TimeoutError']);
const NETWORK_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'EPIPE']);

/**
 * An error of the AWS SDK as one of ours: `cognito_unavailable` when trying again may help, `cognito_refused` when it
 * will not. Cognito's own text stays in `cause`, as it may repeat what a person typed. Other errors pass unchanged.
 */
export function mapCognitoError(error: unknown): unknown {
  if (error instanceof CohabitError || !(error instanceof Error)) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (NETWORK_CODES.has(code) || NOT_ANSWERED.has(error.name)) {
    const message = 'Cognito did not answer. Nothing is lost: the work goes on where it stopped.';
    return new CohabitError('cognito_unavailable', message, {
      details: { error: code || error.name },
      cause: error,
    });
  }
  if (!(error instanceof CognitoIdentityProviderServiceException)) return error;
  return new CohabitError('cognito_refused', `Cognito refused a call with ${error.name}.`, {
    details: { error: error.name },
    cause: error,
  });
}

/** Whether Cognito answered with this exception, such as `UserNotFoundException`. */
export function isCognitoError(error: unknown, name: string): boolean {
  return error instanceof CognitoIdentityProviderServiceException && error.name === name;
}
