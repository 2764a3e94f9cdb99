import * as z from 'zod';
import { checkHourlyLimit, countAttempt } from '../codes/hourly-limit.ts';
import { pretendCode } from '../codes/unknown-names.ts';
import { signUpMedium, signUpMediums } from '../messages/code-medium.ts';
import { simulateDelivery } from '../messages/simulated-delivery.ts';
import { recordActivity } from '../threat-protection/record-activity.ts';
import { sendSignUpCode, signUpCode } from '../users/confirmation.ts';
import {
  openPublicCall,
  type PublicCall,
  publicUserMembers,
  unknownPublicUser,
} from '../users/public-user.ts';
import { invalidParameter } from '../wire/errors.ts';
import { defineOperation } from '../wire/operation.ts';

const resendsPerHour = 5;

/** Where a client hides who exists, whoever gets no code is answered as if there were one. */
export default defineOperation({
  name: 'ResendConfirmationCode',
  authorization: 'public',
  input: z.object(publicUserMembers),
  handle(input, cognito) {
    const call = openPublicCall(cognito, input);
    const activity = {
      type: 'ResendCode',
      name: input.Username,
      response: 'Pass',
      context: input,
    } as const;
    return recordActivity(call, activity, () => resend(call, input));
  },
});

async function resend(
  call: PublicCall,
  input: { Username: string; ClientMetadata?: Record<string, string> | undefined },
): Promise<object> {
  const { cognito, pool, client, user, name, hides } = call;
  const [first, ...others] = signUpMediums(pool);
  if (first === undefined) {
    throw invalidParameter('Cannot resend codes. Auto verification not turned on.');
  }
  if (!user && !hides) throw unknownPublicUser();
  const limited = { pool, name, action: 'ResendConfirmationCode', perHour: resendsPerHour };
  checkHourlyLimit(cognito, limited);
  countAttempt(cognito, limited);
  const medium = user?.status === 'UNCONFIRMED' ? signUpMedium(pool, user) : undefined;
  if (user && medium) {
    const sending = { pool, client, user, medium, clientMetadata: input.ClientMetadata };
    return { CodeDeliveryDetails: await sendSignUpCode(cognito, { ...sending, purpose: 'ResendCode' }) };
  }
  if (!hides) {
    const isConfirmed = user?.status !== 'UNCONFIRMED';
    throw invalidParameter(
      isConfirmed ? 'User is already confirmed.' : 'User does not have an address to verify.',
    );
  }
  pretendCode(cognito, { pool, name, ...signUpCode });
  return { CodeDeliveryDetails: await simulateDelivery(cognito, pool, input.Username, [first, ...others]) };
}
