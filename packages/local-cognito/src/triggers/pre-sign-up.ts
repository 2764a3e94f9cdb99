import * as z from 'zod';
import type { PoolRecord } from '../storage/records.ts';
import { CognitoError } from '../wire/errors.ts';
import type { TriggerInvoker } from './invoke.ts';

const answer = z.object({
  autoConfirmUser: z.boolean().nullish(),
  autoVerifyEmail: z.boolean().nullish(),
  autoVerifyPhone: z.boolean().nullish(),
});

/** What the function spares a new user. */
export type PreSignUpAnswer = z.output<typeof answer>;

/** Asks the PreSignUp function before a user is created; its refusal is thrown, and nothing was written. */
export async function preSignUp(
  triggers: TriggerInvoker,
  call: {
    pool: PoolRecord;
    clientId: string;
    username: string;
    triggerSource: 'PreSignUp_SignUp' | 'PreSignUp_AdminCreateUser' | 'PreSignUp_ExternalProvider';
    /** As given: the user has no `sub` and no status yet. */
    userAttributes: Record<string, string>;
    validationData: Record<string, string> | undefined;
    clientMetadata: Record<string, string> | undefined;
  },
): Promise<PreSignUpAnswer> {
  const response = await triggers.invoke('PreSignUp', {
    pool: call.pool,
    clientId: call.clientId,
    username: call.username,
    triggerSource: call.triggerSource,
    request: {
      userAttributes: call.userAttributes,
      validationData: call.validationData ?? null,
      ...(call.clientMetadata ? { clientMetadata: call.clientMetadata } : {}),
    },
    response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
  });
  const parsed = answer.safeParse(response ?? {});
  if (parsed.success) return parsed.data;
  throw new CognitoError('InvalidLambdaResponseException', 'Unrecognizable lambda output');
}
