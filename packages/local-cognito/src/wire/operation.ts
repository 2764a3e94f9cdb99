import type * as z from 'zod';
import type { Cognito } from '../cognito.ts';

/**
 * Who may call an operation:
 * `iam` SigV4-signed on AWS (accepted here without checking the signature), `public` identified by `ClientId`,
 * `access-token` a user's access token in the input, `access-token-or-session` exactly one of both.
 */
type Authorization = 'iam' | 'public' | 'access-token' | 'access-token-or-session';

/** One operation of the user pools API. The file in `operations/` that defines it is all there is to add. */
export interface Operation<Input extends z.ZodType = z.ZodType> {
  /** As in `X-Amz-Target: AWSCognitoIdentityProviderService.<name>`. */
  name: string;
  authorization: Authorization;
  /** For the coverage table: why what is set here is only stored and shown, as a sentence. Absent: it works. */
  storedOnly?: string;
  input: Input;
  /** The members of the answer; `undefined` members are left out. */
  handle(input: z.output<Input>, cognito: Cognito): object | undefined | Promise<object | undefined>;
}

/** Default export of every file in `operations/`. */
export function defineOperation<Input extends z.ZodType>(operation: Operation<Input>): Operation<Input> {
  return operation;
}
