import * as z from 'zod';
import { invalidSession, openSession } from '../challenges/session.ts';
import { wrongCodes } from '../codes/codes.ts';
import { checkHourlyLimit } from '../codes/hourly-limit.ts';
import { refuseCode } from '../codes/unknown-names.ts';
import type { UserRecord } from '../storage/records.ts';
import { recordActivity } from '../threat-protection/record-activity.ts';
import { postConfirmation } from '../triggers/post-confirmation.ts';
import { claimSignInNames } from '../users/claim-sign-in-names.ts';
import {
  checkUnconfirmed,
  isUsedSignUpCode,
  keepUsedSignUpCode,
  signUpCode,
  takeSignUpCode,
} from '../users/confirmation.ts';
import {
  openPublicCall,
  type PublicCall,
  publicUserMembers,
  unknownPublicUser,
} from '../users/public-user.ts';
import { signUpSession } from '../users/sign-up.ts';
import { confirmationCode, session } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'ConfirmSignUp',
  authorization: 'public',
  input: z.object({
    ...publicUserMembers,
    ConfirmationCode: confirmationCode,
    ForceAliasCreation: z.boolean().optional(),
    Session: session.optional(),
  }),
  handle(input, cognito) {
    const call = openPublicCall(cognito, input);
    const activity = {
      type: 'SignUp',
      name: input.Username,
      isLastStep: true,
      response: 'Pass',
      context: input,
    } as const;
    return recordActivity(call, activity, () => confirm(call, input));
  },
});

async function confirm(
  call: PublicCall,
  {
    ConfirmationCode: code,
    ForceAliasCreation: force = false,
    Session,
    ClientMetadata: clientMetadata,
  }: {
    ConfirmationCode: string;
    ForceAliasCreation?: boolean | undefined;
    Session?: string | undefined;
    ClientMetadata?: Record<string, string> | undefined;
  },
): Promise<object> {
  const { cognito, pool, client } = call;
  const before = checkConfirmable(call, code);
  const user = cognito.store.transaction(() => {
    const confirmed = takeSignUpCode(cognito, pool, before, code);
    const write = () => cognito.store.users.update(pool, confirmed);
    claimSignInNames({ cognito, pool, user: confirmed, force, write });
    keepUsedSignUpCode(cognito, pool, confirmed, code);
    if (Session !== undefined) useSignUpSession(call, before, Session);
    return confirmed;
  });
  await postConfirmation(cognito.triggers, {
    pool,
    clientId: client.id,
    user,
    triggerSource: 'PostConfirmation_ConfirmSignUp',
    clientMetadata,
  });
  return Session !== undefined ? { Session: signUpSession(call, user) } : {};
}

/** A client that hides who exists tells of a confirmed user only to whoever knows the code that confirmed it. */
function checkConfirmable(call: PublicCall, code: string): UserRecord {
  const { cognito, pool, user, name, hides } = call;
  if (!user && !hides) throw unknownPublicUser();
  if (hides) checkHourlyLimit(cognito, wrongCodes(pool, name, signUpCode.purpose));
  const knows = !hides || (user && isUsedSignUpCode(cognito, pool, user, code));
  if (!user || (user.status !== 'UNCONFIRMED' && !knows)) {
    return refuseCode(cognito, { pool, name, purpose: signUpCode.purpose });
  }
  checkUnconfirmed(user);
  return user;
}

function useSignUpSession(call: PublicCall, user: UserRecord, token: string): void {
  const { state, use } = openSession(call, token, 'SIGN_UP');
  if (state.username !== user.username) throw invalidSession();
  use();
}
