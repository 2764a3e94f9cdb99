import * as z from 'zod';
import { checkHourlyLimit, countAttempt } from '../codes/hourly-limit.ts';
import { pretendCode } from '../codes/unknown-names.ts';
import { recoveryMediums } from '../messages/code-medium.ts';
import { simulateDelivery } from '../messages/simulated-delivery.ts';
import { recordActivity } from '../threat-protection/record-activity.ts';
import { migrateForgottenUser } from '../users/migrate-user.ts';
import { isRecoverable, resetCode, sendResetCode } from '../users/password-recovery.ts';
import {
  openPublicCall,
  type PublicCall,
  publicUserMembers,
  unknownPublicUser,
} from '../users/public-user.ts';
import { notAuthorized } from '../wire/errors.ts';
import { defineOperation } from '../wire/operation.ts';

const codesPerHour = 5;

/** Where a client hides who exists, whoever gets no code is answered as if there were one. */
export default defineOperation({
  name: 'ForgotPassword',
  authorization: 'public',
  input: z.object(publicUserMembers),
  handle(input, cognito) {
    const call = openPublicCall(cognito, input);
    const activity = {
      type: 'ForgotPassword',
      name: input.Username,
      response: 'InProgress',
      context: input,
    } as const;
    return recordActivity(call, activity, () => sendCode(call, input));
  },
});

async function sendCode(
  call: PublicCall,
  input: { Username: string; ClientMetadata?: Record<string, string> | undefined },
): Promise<object> {
  const { cognito, pool, client, hides } = call;
  const [first, ...others] = recoveryMediums(pool);
  if (first === undefined) throw notAuthorized('Contact administrator to reset password.');
  const limited = { pool, name: call.name, action: 'ForgotPassword', perHour: codesPerHour };
  checkHourlyLimit(cognito, limited);
  const user = call.user ?? (await migrateForgottenUser(call, input.Username, input.ClientMetadata));
  if (!user && !hides) throw unknownPublicUser();
  countAttempt(cognito, limited);
  if (user && (!hides || isRecoverable(pool, user))) {
    const sending = { pool, client, user, clientMetadata: input.ClientMetadata };
    return { CodeDeliveryDetails: await sendResetCode(cognito, sending) };
  }
  pretendCode(cognito, { pool, name: call.name, ...resetCode });
  return { CodeDeliveryDetails: await simulateDelivery(cognito, pool, input.Username, [first, ...others]) };
}
