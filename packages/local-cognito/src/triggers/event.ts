import type { UserRecord } from '../storage/records.ts';
import type { TriggerCall, TriggerEvent } from './invoke.ts';

/** A user's attributes as triggers see them: text, whatever a client may read. */
export function eventAttributes(user: UserRecord): Record<string, string> {
  return { sub: user.sub, 'cognito:user_status': user.status, ...user.attributes };
}

/** The members that the events of all triggers share. */
export function createEvent(
  call: TriggerCall,
  particulars: Pick<TriggerEvent, 'version' | 'triggerSource' | 'request' | 'response'> & { region: string },
): TriggerEvent {
  const { version, triggerSource, region, request, response } = particulars;
  return {
    version,
    triggerSource,
    region,
    userPoolId: call.pool.id,
    userName: call.username,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: call.client.id },
    request: { userAttributes: call.userAttributes, ...request },
    response,
  };
}
