import { Secret, TOTP } from 'otpauth';
import type { Answer } from '../../answer.ts';
import { associateInSession } from '../../challenges/software-token-enrolment.ts';
import type { SecondFactor } from '../../flows/second-factors.ts';
import { html } from '../../html.ts';
import { primaryButton } from '../look/buttons.ts';
import { codeInput, field } from '../look/fields.ts';
import { copyText, qrFrame } from '../look/figures.ts';
import { whoIsIt } from '../sign-in/factor-pages.ts';
import { announcement } from '../sign-in/login-page.ts';
import { postForm, type Visit } from '../visit.ts';
import type { StepPage } from './open-step.ts';
import { secondFactorButtons } from './select-mfa-page.ts';

export type SetUp = StepPage<'MFA_SETUP'>;

/** MFA is required and the user has no second factor: which one to set up, or how. */
export function setUpPage(visit: Visit, page: SetUp): Answer {
  const { t } = visit.look;
  const { challenge, session, name, state, refusal } = page;
  if (state.secret !== undefined) return totpPage(visit, page, state.secret);
  const [only, ...others] = state.choices;
  if (only !== undefined && others.length === 0) return beginSetUp(visit, page, only);
  return visit.look.page({
    title: t('setUpMfaTitle'),
    description: t('setUpMfaDescription'),
    alert: announcement({ refusal }),
    body: html`${whoIsIt(visit, name)}${postForm(
      visit,
      '/mfa',
      { challenge, session, username: name },
      secondFactorButtons(visit, state.choices),
    )}`,
  });
}

/** The first page of the set-up of one factor. The session goes on under another name when a secret was made. */
export function beginSetUp(visit: Visit, page: SetUp, factor: SecondFactor): Answer {
  if (factor !== 'SOFTWARE_TOKEN_MFA') return addressPage(visit, page, factor);
  const { SecretCode, Session } = associateInSession(visit.attempt, page.session);
  return totpPage(visit, { ...page, session: Session }, SecretCode);
}

/** The secret as picture, as text and behind a link, and the first code. */
function totpPage(visit: Visit, { challenge, session, name, refusal }: SetUp, secret: string): Answer {
  const { t } = visit.look;
  const uri = totpUri(visit, name, secret);
  return visit.look.page({
    graphic: 'app',
    title: t('totpSetUpTitle'),
    description: t('totpSetUpDescription'),
    alert: announcement({ refusal }),
    body: html`${whoIsIt(visit, name)}<p>${t('totpSetUpScan')}</p>
<a href="${uri}">${qrFrame({ text: uri, label: t('totpQrLabel') })}</a>
<p>${t('totpSetUpManual')}</p>
${copyText(t, { name: 'secret', label: t('totpKey'), text: secret })}
${postForm(
  visit,
  '/mfa',
  { challenge, session, username: name, factor: 'SOFTWARE_TOKEN_MFA' },
  html`${codeInput({ name: 'code', label: t('code'), hint: t('totpSetUpCode') })}${field({
    name: 'deviceName',
    label: `${t('totpDeviceName')} (${t('optional')})`,
    hint: t('totpDeviceNameHint'),
    isRequired: false,
  })}${primaryButton({ label: t('totpSetUpDone') })}`,
)}`,
  });
}

/** For authenticator apps (Google Authenticator, "Key Uri Format"). */
function totpUri({ request }: Visit, label: string, secret: string): string {
  const issuer = request.pool.pool.Name;
  return new TOTP({ issuer, label, secret: Secret.fromBase32(secret) }).toString();
}

/** Asks for the address that codes are sent to from now on. */
export function addressPage(visit: Visit, page: SetUp, factor: 'EMAIL_OTP' | 'SMS_MFA'): Answer {
  const { t } = visit.look;
  const { challenge, session, name, refusal } = page;
  const isEmail = factor === 'EMAIL_OTP';
  const address = isEmail
    ? field({ name: 'address', label: t('email'), type: 'email', autocomplete: 'email' })
    : field({
        name: 'address',
        label: t('phoneNumber'),
        type: 'tel',
        hint: t('phoneNumberHint'),
        autocomplete: 'tel',
      });
  return visit.look.page({
    graphic: isEmail ? 'email' : 'phone',
    title: t(isEmail ? 'setUpEmailTitle' : 'setUpSmsTitle'),
    description: t(isEmail ? 'setUpEmailDescription' : 'setUpSmsDescription'),
    alert: announcement({ refusal }),
    body: html`${whoIsIt(visit, name)}${postForm(
      visit,
      '/mfa',
      { challenge, session, username: name, factor },
      html`${address}${primaryButton({ label: t('continue') })}`,
    )}`,
  });
}
