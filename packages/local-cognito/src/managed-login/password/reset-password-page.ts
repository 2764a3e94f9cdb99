import type { Answer } from '../../answer.ts';
import { html } from '../../html.ts';
import { passwordPolicy } from '../../passwords/policy.ts';
import { primaryButton } from '../look/buttons.ts';
import { codeInput, passwordField, passwordRules } from '../look/fields.ts';
import { linkRow } from '../look/notices.ts';
import { whoIsIt } from '../sign-in/factor-pages.ts';
import { announcement } from '../sign-in/login-page.ts';
import { signInNameField } from '../sign-in-name.ts';
import { pageHref, postForm, type Visit } from '../visit.ts';

export interface ResetPasswordPage {
  /** Absent for somebody who comes from elsewhere: then it is asked for. */
  name?: string | undefined;
  /** Where the code went, masked. */
  destination?: string | undefined;
  refusal?: string | undefined;
}

/** Asks for the code that was sent, and the new password. */
export function resetPasswordPage(visit: Visit, { name, destination, refusal }: ResetPasswordPage): Answer {
  const { t } = visit.look;
  const fields = html`${codeInput({ name: 'code', label: t('code'), hasFocus: name !== undefined && !refusal })}${passwordField(
    t,
    {
      name: 'newPassword',
      label: t('newPassword'),
      autocomplete: 'new-password',
      rules: passwordRules(t, passwordPolicy(visit.request.pool)),
    },
  )}`;
  return visit.look.page({
    title: t('resetPasswordTitle'),
    description: destination
      ? t('resetPasswordDescription', { destination })
      : t('resetPasswordDescriptionUnknown'),
    alert: announcement({ refusal }),
    body: html`${name === undefined ? undefined : whoIsIt(visit, name)}${postForm(
      visit,
      '/confirmForgotPassword',
      { username: name, destination },
      html`${name === undefined ? signInNameField(visit, { hasFocus: !refusal }) : undefined}${fields}${primaryButton({ label: t('resetPassword') })}`,
    )}${linkRow([{ text: t('noCodeYet'), href: pageHref(visit, '/forgotPassword'), label: t('resendCode') }])}`,
  });
}
