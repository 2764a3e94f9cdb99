import type { ClientRecord, PoolRecord, UserRecord } from '../storage/records.ts';
import { eventAttributes } from './event.ts';
import type { TriggerInvoker } from './invoke.ts';

/** Tells the PostAuthentication function that a user has proven everything; its refusal is thrown. */
export async function postAuthentication(
  triggers: TriggerInvoker,
  call: {
    pool: PoolRecord;
    client: ClientRecord;
    user: UserRecord;
    /** The tokens will come with a new device key. */
    newDeviceUsed: boolean;
    /** Of RespondToAuthChallenge; InitiateAuth's never gets here. */
    clientMetadata: Record<string, string> | undefined;
  },
): Promise<void> {
  await triggers.invoke('PostAuthentication', {
    pool: call.pool,
    clientId: call.client.id,
    username: call.user.username,
    triggerSource: 'PostAuthentication_Authentication',
    request: {
      userAttributes: eventAttributes(call.user),
      newDeviceUsed: call.newDeviceUsed,
      ...(call.clientMetadata ? { clientMetadata: call.clientMetadata } : {}),
    },
    response: {},
  });
}
