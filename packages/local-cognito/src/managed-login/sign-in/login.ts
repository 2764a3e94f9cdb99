import type { Answer } from '../../answer.ts';
import { findSsoSession } from '../../oauth/sso-session.ts';
import type { CognitoError } from '../../wire/errors.ts';
import { forgotPasswordPage } from '../password/forgot-password-page.ts';
import { orRefusal, refusalText } from '../refusal.ts';
import { confirmPage } from '../sign-up/confirm-page.ts';
import { resumableSession } from '../sign-up/resume.ts';

import { proceed } from '../steps/proceed.ts';
import { typedName } from '../typed.ts';
import type { Visit } from '../visit.ts';
import { beginWithFactor, beginWithPassword } from './begin-sign-in.ts';
import { chooseFactor } from './choose-factor.ts';
import { passwordPage } from './factor-pages.ts';
import { loginPage } from './login-page.ts';
import { type Factor, isChoiceBased, isFactor } from './offered-factors.ts';
import { providerForEmail, providerHref, requireOwnUsers } from './providers.ts';
import { selectUserPage } from './select-user-page.ts';

/** `GET /login`. */
export function showLogin(visit: Visit): Answer {
  const found = visit.authorization.prompt.has('select_account') ? findSsoSession(visit.request) : undefined;
  return found ? selectUserPage(visit, found.user) : loginPage(visit);
}

/** `POST /login`: who it is, the password, the choice of another way, or an address to find the provider by. */
export async function submitLogin(visit: Visit, form: URLSearchParams): Promise<Answer> {
  const step = form.get('step');
  if (step === 'provider') return goToProvider(visit, form.get('email')?.trim() ?? '');
  requireOwnUsers(visit);
  const name = typedName(form);
  if (name === '') return loginPage(visit, { refusal: visit.look.t('errorFieldMissing') });
  const factor = form.get('factor');
  if (step === 'username' || (step === 'factor' && !isFactor(factor))) return chooseFactor(visit, name);
  if (step === 'factor' && isFactor(factor) && factor !== 'PASSWORD') return useFactor(visit, name, factor);
  if (step === 'factor') return passwordPage(visit, { name });
  return usePassword(visit, name, form.get('password') ?? '');
}

function goToProvider(visit: Visit, email: string): Answer {
  const provider = providerForEmail(visit, email);
  if (provider) return visit.look.leave(providerHref(visit, provider));
  return loginPage(visit, { email, refusal: visit.look.t('noProviderForEmail') });
}

function useFactor(visit: Visit, name: string, factor: Exclude<Factor, 'PASSWORD'>): Promise<Answer> {
  return orRefusal(
    async () => proceed(visit, name, await beginWithFactor(visit, name, factor)),
    (error) => resetInstead(visit, name, error) ?? chooseFactor(visit, name, refusalText(visit, error)),
  );
}

function usePassword(visit: Visit, name: string, password: string): Promise<Answer> {
  const again = (refusal: string) =>
    isChoiceBased(visit) ? passwordPage(visit, { name, refusal }) : loginPage(visit, { name, refusal });
  if (password === '') return Promise.resolve(again(visit.look.t('errorFieldMissing')));
  return orRefusal(
    async () => proceed(visit, name, await beginWithPassword(visit, name, password)),
    (error) => {
      if (error.type === 'UserNotConfirmedException') {
        return confirmPage(visit, { name, session: resumableSession(visit, name) });
      }
      return resetInstead(visit, name, error) ?? again(refusalText(visit, error));
    },
  );
}

/** The page of somebody whose password no longer counts. */
function resetInstead(visit: Visit, name: string, { type }: CognitoError): Answer | undefined {
  if (type !== 'PasswordResetRequiredException') return undefined;
  return forgotPasswordPage(visit, { name, refusal: visit.look.t('passwordResetRequired') });
}
