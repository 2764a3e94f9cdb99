import type { Answer } from '../../answer.ts';
import { allowedFirstFactors } from '../../flows/first-factors.ts';
import { html } from '../../html.ts';
import { signUpMediums } from '../../messages/code-medium.ts';
import { addressAttribute } from '../../messages/purpose.ts';
import { passwordPolicy } from '../../passwords/policy.ts';
import { attributeField, requiredAttributes } from '../attribute-fields.ts';
import { primaryButton } from '../look/buttons.ts';
import { passwordField, passwordRules } from '../look/fields.ts';
import { linkRow } from '../look/notices.ts';
import { announcement } from '../sign-in/login-page.ts';
import { isChoiceBased } from '../sign-in/offered-factors.ts';
import { newNameField } from '../sign-in-name.ts';
import { pageHref, postForm, type Visit } from '../visit.ts';
import { termsSentence } from './terms-links.ts';

export interface SignUpPage {
  name?: string | undefined;
  given?: Record<string, string>;
  refusal?: string | undefined;
}

/** What somebody has to give to become a user. */
export function signUpPage(visit: Visit, { name, given = {}, refusal }: SignUpPage = {}): Answer {
  const { t } = visit.look;
  const { pool } = visit.request;
  const fields = signUpAttributes(visit).map((attribute) =>
    attributeField(visit, attribute, given[attribute]),
  );
  const canSkip = canSkipPassword(visit);
  const password = passwordField(t, {
    name: 'password',
    label: canSkip ? `${t('password')} (${t('optional')})` : t('password'),
    autocomplete: 'new-password',
    rules: passwordRules(t, passwordPolicy(pool)),
    isRequired: !canSkip,
  });
  return visit.look.page({
    title: t('signUpTitle'),
    alert: announcement({ refusal }),
    body: html`${postForm(
      visit,
      '/signup',
      {},
      html`${newNameField(visit, { value: name ?? visit.authorization.loginHint, hasFocus: refusal === undefined })}${fields}${password}${termsSentence(visit)}${primaryButton({ label: t('signUp') })}`,
    )}${linkRow([{ text: t('haveAccount'), href: pageHref(visit, '/login'), label: t('signInLink') }])}`,
  });
}

/**
 * The attributes that are asked for: what the pool requires, unless it is the name already, and an address to confirm
 * where there would be none.
 */
export function signUpAttributes({ request: { pool }, attempt }: Visit): string[] {
  const names = pool.pool.UsernameAttributes ?? [];
  const [only, ...others] = names;
  const required = requiredAttributes(pool).filter((attribute) => others.length > 0 || attribute !== only);
  const verified = signUpMediums(pool).map(addressAttribute);
  const canBeConfirmed = names.length > 0 || verified.some((attribute) => required.includes(attribute));
  const writable = attempt.client.client.WriteAttributes;
  const address = verified.find((attribute) => writable?.includes(attribute) ?? true);
  return canBeConfirmed || address === undefined ? required : [...required, address];
}

/** Codes will do where people choose how to sign in. */
export function canSkipPassword(visit: Visit): boolean {
  const factors = allowedFirstFactors(visit.request.pool);
  return isChoiceBased(visit) && (factors.includes('EMAIL_OTP') || factors.includes('SMS_OTP'));
}
