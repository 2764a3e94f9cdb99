import * as z from 'zod';
import { readEnrollee, verifyForUser, verifyInSession } from '../challenges/software-token-enrolment.ts';
import { session, token, totpCode } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'VerifySoftwareToken',
  authorization: 'access-token-or-session',
  input: z.object({
    AccessToken: token.optional(),
    Session: session.optional(),
    UserCode: totpCode,
    FriendlyDeviceName: z.string().min(1).max(131_072).optional(),
  }),
  handle(input, cognito) {
    const enrollee = readEnrollee(input);
    const verification = { code: input.UserCode, friendlyName: input.FriendlyDeviceName };
    return 'session' in enrollee
      ? verifyInSession(cognito, enrollee.session, verification)
      : verifyForUser(cognito, enrollee.accessToken, verification);
  },
});
