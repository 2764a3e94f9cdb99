import type { Medium, MessagePurpose } from '../messages/purpose.ts';
import type { PoolRecord, UserRecord } from '../storage/records.ts';
import { eventAttributes } from './event.ts';
import { functionArn, type TriggerInvoker } from './invoke.ts';

const senders = {
  EMAIL: { trigger: 'CustomEmailSender', type: 'customEmailSenderRequestV1' },
  SMS: { trigger: 'CustomSMSSender', type: 'customSMSSenderRequestV1' },
} as const;

/**
 * Stands in for the code that AWS encrypts with the pool's KMS key: base64 of `{"local":true,"code":"123456"}`. There is
 * no key on this machine that a function could ask.
 */
function toLocalCiphertext(code: string): string {
  return Buffer.from(JSON.stringify({ local: true, code })).toString('base64');
}

/**
 * Hands the code to the pool's own sender and does not wait for it, as on AWS: whether it fails, the caller does not
 * learn, only `onFailure`. False: the pool has none for this medium.
 */
export function customSender(
  triggers: TriggerInvoker,
  call: {
    pool: PoolRecord;
    clientId: string;
    user: UserRecord;
    purpose: MessagePurpose;
    medium: Medium;
    code: string;
    clientMetadata: Record<string, string> | undefined;
  },
  onFailure: (error: unknown) => void,
): boolean {
  const { trigger, type } = senders[call.medium];
  if (functionArn(call.pool, trigger) === undefined) return false;
  triggers
    .invoke(trigger, {
      pool: call.pool,
      clientId: call.clientId,
      username: call.user.username,
      triggerSource: `${trigger}_${call.purpose}`,
      request: {
        type,
        code: toLocalCiphertext(call.code),
        clientMetadata: call.clientMetadata ?? null,
        userAttributes: eventAttributes(call.user),
      },
      response: {},
    })
    .catch(onFailure)
    // The server may have been closed meanwhile.
    .catch(() => undefined);
  return true;
}
