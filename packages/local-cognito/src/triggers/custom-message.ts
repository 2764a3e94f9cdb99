import * as z from 'zod';
import type { MessagePurpose } from '../messages/purpose.ts';
import type { PoolRecord, UserRecord } from '../storage/records.ts';
import { CognitoError } from '../wire/errors.ts';
import { eventAttributes } from './event.ts';
import type { TriggerInvoker } from './invoke.ts';

/** What the function wants written; what is left out stays the pool's own. */
export interface CustomMessage {
  smsMessage?: string | null | undefined;
  emailMessage?: string | null | undefined;
  emailSubject?: string | null | undefined;
}

const answer = z.object({
  smsMessage: z.string().nullish(),
  emailMessage: z.string().max(20_000).nullish(),
  emailSubject: z.string().max(140).nullish(),
});

/**
 * Asks the CustomMessage function for the words of a message; `undefined`: the pool has none. Throws what the function
 * throws, and InvalidLambdaResponseException for texts that are too long or no texts.
 */
export async function customMessage(
  triggers: TriggerInvoker,
  call: {
    pool: PoolRecord;
    /** `CLIENT_ID_NOT_APPLICABLE` for administrators. */
    clientId: string;
    user: UserRecord;
    purpose: MessagePurpose;
    clientMetadata: Record<string, string> | undefined;
  },
): Promise<CustomMessage | undefined> {
  const response = await triggers.invoke('CustomMessage', {
    pool: call.pool,
    clientId: call.clientId,
    username: call.user.username,
    triggerSource: `CustomMessage_${call.purpose}`,
    request: {
      userAttributes: eventAttributes(call.user),
      codeParameter: '{####}',
      linkParameter: '{##Click Here##}',
      usernameParameter: call.purpose === 'AdminCreateUser' ? '{username}' : null,
      ...(call.clientMetadata ? { clientMetadata: call.clientMetadata } : {}),
    },
    response: { smsMessage: null, emailMessage: null, emailSubject: null },
  });
  if (!response) return undefined;
  const parsed = answer.safeParse(response);
  if (parsed.success) return parsed.data;
  throw new CognitoError('InvalidLambdaResponseException', 'Unrecognizable lambda output');
}
