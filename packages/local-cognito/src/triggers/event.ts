import type { UserRecord } from '../storage/records.ts';
import type { TriggerCall, TriggerEvent } from './invoke.ts';

/** A user's attributes as triggers see them: text, whatever a client may read. */
export function eventAttributes(user: UserRecord): Record<string, string> {
  return { sub: user.sub, 'cognito:user_status': user.status, ...user.attributes };
}

/** The event that a call goes out as. */
export function createEvent(call: TriggerCall, region: string): TriggerEvent {
  return {
    version: call.version ?? '1',
    triggerSource: call.triggerSource,
    region,
    userPoolId: call.pool.id,
    userName: call.username,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: call.clientId },
    request: call.request,
    response: call.response,
  };
}
