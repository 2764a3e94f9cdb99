import type { ClientRecord, PoolRecord } from '../storage/records.ts';
import type { TriggerInvoker } from './invoke.ts';

/** Asks the PreAuthentication function before anything is proven; its refusal is thrown. */
export async function preAuthentication(
  triggers: TriggerInvoker,
  call: {
    pool: PoolRecord;
    client: ClientRecord;
    username: string;
    /** Empty for somebody whom the pool does not know. */
    userAttributes: Record<string, string>;
    /** The `ClientMetadata` of InitiateAuth. */
    validationData: Record<string, string> | undefined;
    userNotFound: boolean;
  },
): Promise<void> {
  await triggers.invoke('PreAuthentication', {
    pool: call.pool,
    clientId: call.client.id,
    username: call.username,
    triggerSource: 'PreAuthentication_Authentication',
    request: {
      userAttributes: call.userAttributes,
      validationData: call.validationData ?? null,
      ...(call.userNotFound ? { userNotFound: true } : {}),
    },
    response: {},
  });
}
