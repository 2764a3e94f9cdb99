import type { Answer } from '../../answer.ts';
import type { SecondFactor } from '../../flows/second-factors.ts';
import { type Html, html } from '../../html.ts';
import { choiceButton } from '../look/buttons.ts';
import type { Drawing } from '../look/drawings.ts';
import type { TextKey } from '../look/translate.ts';
import { whoIsIt } from '../sign-in/factor-pages.ts';
import { announcement } from '../sign-in/login-page.ts';
import { postForm, type Visit } from '../visit.ts';
import type { StepPage } from './open-step.ts';

const texts: Record<SecondFactor, { label: TextKey; hint: TextKey; icon: Drawing }> = {
  SOFTWARE_TOKEN_MFA: { label: 'mfaTotp', hint: 'mfaTotpHint', icon: 'app' },
  SMS_MFA: { label: 'mfaSms', hint: 'mfaSmsHint', icon: 'phone' },
  EMAIL_OTP: { label: 'mfaEmail', hint: 'mfaEmailHint', icon: 'email' },
};

/** One button for each second factor; sends `factor`. */
export function secondFactorButtons({ look: { t } }: Visit, factors: readonly SecondFactor[]): Html {
  const buttons = factors.map((factor) => {
    const { label, hint, icon } = texts[factor];
    return choiceButton({ name: 'factor', value: factor, label: t(label), hint: t(hint), icon });
  });
  return html`${buttons}`;
}

/** Which second factor to use. */
export function selectMfaPage(visit: Visit, page: StepPage<'SELECT_MFA_TYPE'>): Answer {
  const { t } = visit.look;
  const { challenge, session, name, state, refusal } = page;
  const buttons = secondFactorButtons(visit, state.choices);
  return visit.look.page({
    title: t('chooseMfaTitle'),
    description: t('chooseMfaDescription'),
    alert: announcement({ refusal }),
    body: html`${whoIsIt(visit, name)}${postForm(visit, '/mfa', { challenge, session, username: name }, buttons)}`,
  });
}
