import type { Answer } from '../../answer.ts';
import type { CodeDeliveryDetails } from '../../messages/purpose.ts';
import signUpOperation from '../../operations/sign-up.ts';
import { givenAttributes } from '../attribute-fields.ts';
import { callOperation } from '../call-operation.ts';
import { namedInput } from '../client-proof.ts';
import { orRefusal, refusalText } from '../refusal.ts';
import { beginWithPassword } from '../sign-in/begin-sign-in.ts';
import { loginPage } from '../sign-in/login-page.ts';
import { requireOwnUsers } from '../sign-in/providers.ts';
import { proceed } from '../steps/proceed.ts';
import { typedName } from '../typed.ts';
import type { Visit } from '../visit.ts';
import { confirmPage } from './confirm-page.ts';
import { resumableSession } from './resume.ts';
import { canSkipPassword, signUpAttributes, signUpPage } from './sign-up-page.ts';

/** `GET /signup`. */
export function showSignUp(visit: Visit): Answer {
  requireOwnUsers(visit);
  if (!visit.request.pool.pool.AdminCreateUserConfig?.AllowAdminCreateUserOnly) return signUpPage(visit);
  return loginPage(visit, { refusal: visit.look.t('errorSignUpNotPermitted') });
}

/** `POST /signup`: the user, then the code that confirms it, or the sign-in of one whom a function confirmed. */
export async function submitSignUp(visit: Visit, form: URLSearchParams): Promise<Answer> {
  requireOwnUsers(visit);
  const { cognito, client } = visit.attempt;
  const name = typedName(form);
  const given = givenAttributes(form, signUpAttributes(visit));
  const again = (refusal: string) => signUpPage(visit, { name, given, refusal });
  const password = form.get('password') ?? '';
  if (name === '' || (password === '' && !canSkipPassword(visit))) {
    return again(visit.look.t('errorFieldMissing'));
  }
  const input = {
    ...namedInput(client, name),
    ...(password !== '' && { Password: password }),
    UserAttributes: Object.entries(given)
      .filter(([, value]) => value !== '')
      .map(([Name, Value]) => ({ Name, Value })),
  };
  return orRefusal(
    async () => {
      const { UserConfirmed, CodeDeliveryDetails } = await callOperation(signUpOperation, input, cognito);
      if (!UserConfirmed) {
        const { Destination: destination } = (CodeDeliveryDetails ?? {}) as Partial<CodeDeliveryDetails>;
        return confirmPage(visit, { name, destination, session: resumableSession(visit, name) });
      }
      if (password === '') return loginPage(visit, { name, notice: visit.look.t('confirmedText') });
      return proceed(visit, name, await beginWithPassword(visit, name, password));
    },
    (error) => again(refusalText(visit, error)),
  );
}
