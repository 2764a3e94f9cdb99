import type { Answer } from '../../answer.ts';
import type { CodeDeliveryDetails } from '../../messages/purpose.ts';
import confirmSignUp from '../../operations/confirm-sign-up.ts';
import resendConfirmationCode from '../../operations/resend-confirmation-code.ts';
import { callOperation } from '../call-operation.ts';
import { namedInput } from '../client-proof.ts';
import { orRefusal, refusalText } from '../refusal.ts';
import { loginPage } from '../sign-in/login-page.ts';
import { requireOwnUsers } from '../sign-in/providers.ts';
import { proceed } from '../steps/proceed.ts';
import { typedCode, typedName } from '../typed.ts';
import type { Visit } from '../visit.ts';
import { confirmPage, resendPage } from './confirm-page.ts';
import { resumeSignIn } from './resume.ts';

/** `GET /confirmUser` without a code. */
export function showConfirm(visit: Visit): Answer {
  requireOwnUsers(visit);
  return confirmPage(visit, { name: visit.request.query.get('user_name') ?? undefined });
}

/** `POST /confirmUser`: confirmed, and signed in where the password was given in this browser just before. */
export async function submitConfirm(visit: Visit, form: URLSearchParams): Promise<Answer> {
  requireOwnUsers(visit);
  const { cognito, pool, client } = visit.attempt;
  const name = typedName(form);
  const session = form.get('session') ?? undefined;
  const destination = form.get('destination') ?? undefined;
  return orRefusal(
    async () => {
      const input = { ...namedInput(client, name), ConfirmationCode: typedCode(form) };
      await callOperation(confirmSignUp, input, cognito);
      const user = cognito.store.users.find(pool, name);
      const response = user && session ? await resumeSignIn(visit, user, session) : undefined;
      if (response) return proceed(visit, name, response);
      return loginPage(visit, { name, notice: visit.look.t('confirmedTitle') });
    },
    (error) =>
      confirmPage(visit, {
        name: name || undefined,
        session,
        destination,
        refusal: refusalText(visit, error),
      }),
  );
}

/** `GET /resendcode`. */
export function showResend(visit: Visit): Answer {
  requireOwnUsers(visit);
  return resendPage(visit);
}

/** `POST /resendcode`. */
export async function submitResend(visit: Visit, form: URLSearchParams): Promise<Answer> {
  requireOwnUsers(visit);
  const { cognito, client } = visit.attempt;
  const name = typedName(form);
  const session = form.get('session') ?? undefined;
  const { t } = visit.look;
  return orRefusal(
    async () => {
      const sent = await callOperation(resendConfirmationCode, namedInput(client, name), cognito);
      const { Destination: destination } = sent.CodeDeliveryDetails as CodeDeliveryDetails;
      return confirmPage(visit, { name, session, destination, notice: t('codeSentTo', { destination }) });
    },
    (error) => {
      const refusal = refusalText(visit, error);
      return session === undefined
        ? resendPage(visit, { name, refusal })
        : confirmPage(visit, { name, session, refusal });
    },
  );
}
