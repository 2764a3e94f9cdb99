/**
 * An error as Cognito answers it: `type` becomes `__type` and `x-amzn-errortype`, the message goes out as it is.
 * HTTP status 400, except `InternalErrorException` (500) and `RequestEntityTooLargeException` (413).
 */
export class CognitoError extends Error {
  readonly type: string;
  readonly extra: Record<string, unknown>;

  constructor(type: string, message: string, extra: Record<string, unknown> = {}) {
    super(message);
    this.name = type;
    this.type = type;
    this.extra = extra;
  }

  get status(): number {
    if (this.type === 'InternalErrorException') return 500;
    return this.type === 'RequestEntityTooLargeException' ? 413 : 400;
  }
}

export const invalidParameter = (message: string) => new CognitoError('InvalidParameterException', message);
export const notAuthorized = (message: string) => new CognitoError('NotAuthorizedException', message);
export const resourceNotFound = (message: string) => new CognitoError('ResourceNotFoundException', message);
export const userNotFound = (message = 'User does not exist.') =>
  new CognitoError('UserNotFoundException', message);
