import * as z from 'zod';
import type { ClientRecord, PoolRecord } from '../storage/records.ts';
import { CognitoError } from '../wire/errors.ts';
import type { TriggerInvoker } from './invoke.ts';

const answer = z.object({
  userAttributes: z.record(z.string(), z.string()).nullish(),
  finalUserStatus: z.enum(['CONFIRMED', 'RESET_REQUIRED']).nullish(),
  messageAction: z.enum(['SUPPRESS', 'RESEND']).nullish(),
  desiredDeliveryMediums: z.array(z.enum(['SMS', 'EMAIL'])).nullish(),
  forceAliasCreation: z.boolean().nullish(),
  enableSMSMFA: z.boolean().nullish(),
});

/** The user that another directory knows. */
export type MigratedUser = z.output<typeof answer>;

/**
 * Asks the UserMigration function for a user whom the pool does not know; `undefined`: it knows nobody either, or the
 * pool has no such function. Its refusal is thrown.
 */
export async function userMigration(
  triggers: TriggerInvoker,
  call: {
    pool: PoolRecord;
    client: ClientRecord;
    /** As typed. */
    name: string;
    triggerSource: 'UserMigration_Authentication' | 'UserMigration_ForgotPassword';
    /** Absent for ForgotPassword. */
    password?: string | undefined;
    /** The `ClientMetadata` of InitiateAuth. */
    validationData?: Record<string, string> | undefined;
    /** That of ForgotPassword. */
    clientMetadata?: Record<string, string> | undefined;
  },
): Promise<MigratedUser | undefined> {
  const response = await triggers.invoke('UserMigration', {
    pool: call.pool,
    clientId: call.client.id,
    username: call.name,
    triggerSource: call.triggerSource,
    request: {
      ...(call.password === undefined ? {} : { password: call.password }),
      validationData: call.validationData ?? null,
      ...(call.clientMetadata ? { clientMetadata: call.clientMetadata } : {}),
      userAttributes: null,
    },
    response: {
      userAttributes: null,
      forceAliasCreation: null,
      enableSMSMFA: null,
      finalUserStatus: null,
      messageAction: null,
      desiredDeliveryMediums: null,
    },
  });
  if (!response) return undefined;
  const parsed = answer.safeParse(response);
  if (!parsed.success) {
    throw new CognitoError('InvalidLambdaResponseException', 'Unrecognizable lambda output');
  }
  return parsed.data.userAttributes ? parsed.data : undefined;
}
