import { invalidParameter } from '../wire/errors.ts';

/** GetDevice and ForgetDevice need a token, which the service model calls optional. Throws InvalidParameterException. */
export function requireAccessToken(token: string | undefined): string {
  if (token === undefined) throw invalidParameter('Missing required parameter AccessToken');
  return token;
}
