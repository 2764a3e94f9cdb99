import type { Answer } from '../../answer.ts';
import { html } from '../../html.ts';
import { primaryButton } from '../look/buttons.ts';
import { linkRow } from '../look/notices.ts';
import { announcement } from '../sign-in/login-page.ts';
import { signInNameField } from '../sign-in-name.ts';
import { pageHref, postForm, type Visit } from '../visit.ts';

/** Asks whose password to reset. */
export function forgotPasswordPage(
  visit: Visit,
  { name, refusal }: { name?: string | undefined; refusal?: string | undefined } = {},
): Answer {
  const { t } = visit.look;
  const value = name ?? visit.authorization.loginHint;
  return visit.look.page({
    graphic: 'password',
    title: t('forgotPasswordTitle'),
    description: t('forgotPasswordDescription'),
    alert: announcement({ refusal }),
    body: html`${postForm(
      visit,
      '/forgotPassword',
      {},
      html`${signInNameField(visit, { value, hasFocus: refusal === undefined })}${primaryButton({ label: t('sendResetCode') })}`,
    )}${linkRow([
      { href: pageHref(visit, '/confirmForgotPassword'), label: t('haveResetCode') },
      { href: pageHref(visit, '/login'), label: t('backToSignIn') },
    ])}`,
  });
}
