import type { PoolRecord, UserRecord } from '../storage/records.ts';
import { eventAttributes } from './event.ts';
import type { TriggerInvoker } from './invoke.ts';

/** Tells the PostConfirmation function. What it throws fails the call, though the user stays confirmed. */
export async function postConfirmation(
  triggers: TriggerInvoker,
  call: {
    pool: PoolRecord;
    clientId: string;
    user: UserRecord;
    triggerSource: 'PostConfirmation_ConfirmSignUp' | 'PostConfirmation_ConfirmForgotPassword';
    clientMetadata: Record<string, string> | undefined;
  },
): Promise<void> {
  await triggers.invoke('PostConfirmation', {
    pool: call.pool,
    clientId: call.clientId,
    username: call.user.username,
    triggerSource: call.triggerSource,
    request: {
      userAttributes: eventAttributes(call.user),
      ...(call.clientMetadata ? { clientMetadata: call.clientMetadata } : {}),
    },
    response: {},
  });
}
