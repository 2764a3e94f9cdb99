import type { Answer } from '../../answer.ts';
import { type Html, html } from '../../html.ts';
import { choiceButton, primaryButton, quietButton } from '../look/buttons.ts';
import type { Drawing } from '../look/drawings.ts';
import { passwordField } from '../look/fields.ts';
import { identityRow, linkRow } from '../look/notices.ts';
import type { TextKey } from '../look/translate.ts';
import { pageHref, postForm, type Visit } from '../visit.ts';
import { announcement, type LoginPage } from './login-page.ts';
import { type Factor, isChoiceBased, offeredFactors } from './offered-factors.ts';

interface FactorPage extends Pick<LoginPage, 'refusal'> {
  name: string;
}

const choices: Record<Factor, { label: TextKey; hint: TextKey; icon: Drawing }> = {
  PASSWORD: { label: 'factorPassword', hint: 'factorPasswordHint', icon: 'password' },
  WEB_AUTHN: { label: 'factorPasskey', hint: 'factorPasskeyHint', icon: 'passkey' },
  EMAIL_OTP: { label: 'factorEmail', hint: 'factorEmailHint', icon: 'email' },
  SMS_OTP: { label: 'factorSms', hint: 'factorSmsHint', icon: 'phone' },
};

/** Which way to sign in; a password at once where there is no other. */
export function chooseFactorPage(visit: Visit, page: FactorPage): Answer {
  const { t } = visit.look;
  const factors = offeredFactors(visit, page.name);
  if (factors.length === 1 && factors[0] === 'PASSWORD') return passwordPage(visit, page);
  const buttons = factors.map((factor) => {
    const { label, hint, icon } = choices[factor];
    return choiceButton({ name: 'factor', value: factor, label: t(label), hint: t(hint), icon });
  });
  return visit.look.page({
    title: t('chooseFactorTitle'),
    description: t('chooseFactorDescription'),
    alert: announcement(page),
    body: html`${whoIsIt(visit, page.name)}${postForm(visit, '/login', { step: 'factor', username: page.name }, html`${buttons}`)}`,
  });
}

/** The password of somebody who has said who they are. */
export function passwordPage(visit: Visit, { name, refusal }: FactorPage): Answer {
  const { t } = visit.look;
  return visit.look.page({
    title: t('enterPasswordTitle'),
    alert: announcement({ refusal }),
    body: html`${whoIsIt(visit, name)}${postForm(
      visit,
      '/login',
      { step: 'password', username: name },
      html`${passwordField(t, { name: 'password', label: t('password'), autocomplete: 'current-password', hasFocus: refusal === undefined })}${primaryButton({ label: t('signIn') })}`,
    )}${otherFactor(visit, name)}${linkRow([{ href: pageHref(visit, '/forgotPassword'), label: t('forgotPasswordLink') }])}`,
  });
}

/** Whose sign-in it is, as typed, with the way back. */
export function whoIsIt(visit: Visit, name: string): Html {
  return identityRow(visit.look.t, { username: name, changeHref: pageHref(visit, '/login') });
}

/** Back to the choice of the first factor. */
export function otherFactor(visit: Visit, name: string): Html | undefined {
  if (!isChoiceBased(visit)) return undefined;
  const button = quietButton({ label: visit.look.t('otherWay') });
  return postForm(visit, '/login', { step: 'username', username: name }, button);
}
