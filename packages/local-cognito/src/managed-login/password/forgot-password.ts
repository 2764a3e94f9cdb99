import type { Answer } from '../../answer.ts';
import type { CodeDeliveryDetails } from '../../messages/purpose.ts';
import confirmForgotPassword from '../../operations/confirm-forgot-password.ts';
import forgotPassword from '../../operations/forgot-password.ts';
import { callOperation } from '../call-operation.ts';
import { namedInput } from '../client-proof.ts';
import { orRefusal, refusalText } from '../refusal.ts';
import { loginPage } from '../sign-in/login-page.ts';
import { requireOwnUsers } from '../sign-in/providers.ts';
import { confirmPage } from '../sign-up/confirm-page.ts';
import { typedCode, typedName } from '../typed.ts';
import type { Visit } from '../visit.ts';
import { forgotPasswordPage } from './forgot-password-page.ts';
import { resetPasswordPage } from './reset-password-page.ts';

/** `GET /forgotPassword`. */
export function showForgotPassword(visit: Visit): Answer {
  requireOwnUsers(visit);
  return forgotPasswordPage(visit);
}

/** `POST /forgotPassword`: sends the code. */
export async function submitForgotPassword(visit: Visit, form: URLSearchParams): Promise<Answer> {
  requireOwnUsers(visit);
  const { cognito, client } = visit.attempt;
  const name = typedName(form);
  return orRefusal(
    async () => {
      const sent = await callOperation(forgotPassword, namedInput(client, name), cognito);
      const { Destination: destination } = sent.CodeDeliveryDetails as CodeDeliveryDetails;
      return resetPasswordPage(visit, { name, destination });
    },
    (error) => forgotPasswordPage(visit, { name, refusal: refusalText(visit, error) }),
  );
}

/** `GET /confirmForgotPassword`. */
export function showResetPassword(visit: Visit): Answer {
  requireOwnUsers(visit);
  return resetPasswordPage(visit, {});
}

/** `POST /confirmForgotPassword`: the new password, with the code. */
export async function submitResetPassword(visit: Visit, form: URLSearchParams): Promise<Answer> {
  requireOwnUsers(visit);
  const { cognito, client } = visit.attempt;
  const name = typedName(form);
  const destination = form.get('destination') ?? undefined;
  return orRefusal(
    async () => {
      const input = {
        ...namedInput(client, name),
        ConfirmationCode: typedCode(form),
        Password: form.get('newPassword') ?? '',
      };
      await callOperation(confirmForgotPassword, input, cognito);
      return loginPage(visit, { name, notice: visit.look.t('passwordIsReset') });
    },
    (error) => {
      const refusal = refusalText(visit, error);
      if (error.type === 'UserNotConfirmedException') return confirmPage(visit, { name, refusal });
      return resetPasswordPage(visit, { name: name || undefined, destination, refusal });
    },
  );
}
