import * as z from 'zod';
import { attemptOfSession } from '../challenges/session.ts';
import {
  associateForUser,
  associateInSession,
  readEnrollee,
} from '../challenges/software-token-enrolment.ts';
import { session, token } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'AssociateSoftwareToken',
  authorization: 'access-token-or-session',
  input: z.object({ AccessToken: token.optional(), Session: session.optional() }),
  handle(input, cognito) {
    const enrollee = readEnrollee(input);
    return 'session' in enrollee
      ? associateInSession(attemptOfSession(cognito, enrollee.session), enrollee.session)
      : associateForUser(cognito, enrollee.accessToken);
  },
});
