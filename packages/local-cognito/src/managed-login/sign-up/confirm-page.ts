import type { Answer } from '../../answer.ts';
import { html } from '../../html.ts';
import { primaryButton, quietButton } from '../look/buttons.ts';
import { codeInput } from '../look/fields.ts';
import { linkRow } from '../look/notices.ts';
import { whoIsIt } from '../sign-in/factor-pages.ts';
import { announcement } from '../sign-in/login-page.ts';
import { signInNameField } from '../sign-in-name.ts';
import { pageHref, postForm, type Visit } from '../visit.ts';

export interface ConfirmPage {
  /** Absent for somebody who comes from elsewhere: then it is asked for. */
  name?: string | undefined;
  /** From `resumableSession`. */
  session?: string | undefined;
  /** Where the code went, masked. */
  destination?: string | undefined;
  refusal?: string | undefined;
  notice?: string | undefined;
}

/** Asks for the code that confirms a sign-up. */
export function confirmPage(
  visit: Visit,
  { name, session, destination, refusal, notice }: ConfirmPage,
): Answer {
  const { t } = visit.look;
  const nameField = name === undefined ? signInNameField(visit, { hasFocus: true }) : undefined;
  const code = codeInput({
    name: 'code',
    label: t('code'),
    hasFocus: name !== undefined && !refusal && !notice,
  });
  return visit.look.page({
    title: t('confirmTitle'),
    description: destination ? t('confirmDescription', { destination }) : t('confirmDescriptionUnknown'),
    alert: announcement({ refusal, notice }),
    body: html`${name === undefined ? undefined : whoIsIt(visit, name)}${postForm(
      visit,
      '/confirmUser',
      { username: name, session, destination },
      html`${nameField}${code}${primaryButton({ label: t('confirm') })}`,
    )}${name === undefined ? resendLink(visit) : postForm(visit, '/resendcode', { username: name, session }, quietButton({ label: t('resendCode') }))}`,
  });
}

function resendLink(visit: Visit) {
  const { t } = visit.look;
  return linkRow([{ text: t('noCodeYet'), href: pageHref(visit, '/resendcode'), label: t('resendCode') }]);
}

/** Asks who wants a new code. */
export function resendPage(
  visit: Visit,
  { name, refusal }: Pick<ConfirmPage, 'name' | 'refusal'> = {},
): Answer {
  const { t } = visit.look;
  return visit.look.page({
    title: t('confirmTitle'),
    alert: announcement({ refusal }),
    body: html`${postForm(
      visit,
      '/resendcode',
      {},
      html`${signInNameField(visit, { value: name, hasFocus: refusal === undefined })}${primaryButton({ label: t('resendCode') })}`,
    )}${linkRow([{ href: pageHref(visit, '/login'), label: t('backToSignIn') }])}`,
  });
}
