import type { Answer } from '../../answer.ts';
import { html } from '../../html.ts';
import { passwordPolicy } from '../../passwords/policy.ts';
import type { UserRecord } from '../../storage/records.ts';
import { attributeField, requiredAttributes } from '../attribute-fields.ts';
import { primaryButton } from '../look/buttons.ts';
import { passwordField, passwordRules } from '../look/fields.ts';
import { whoIsIt } from '../sign-in/factor-pages.ts';
import { announcement } from '../sign-in/login-page.ts';
import { postForm, type Visit } from '../visit.ts';
import type { StepPage } from './open-step.ts';

/** A password in place of the temporary one, and what an administrator has left out. */
export function newPasswordPage(
  visit: Visit,
  page: StepPage<'NEW_PASSWORD_REQUIRED'> & { given?: Record<string, string> },
): Answer {
  const { t } = visit.look;
  const { challenge, session, name, state, refusal, given = {} } = page;
  const missing = missingAttributes(visit, state.username);
  const password = passwordField(t, {
    name: 'newPassword',
    label: t('newPassword'),
    autocomplete: 'new-password',
    rules: passwordRules(t, passwordPolicy(visit.request.pool)),
    hasFocus: refusal === undefined,
  });
  return visit.look.page({
    title: t('newPasswordTitle'),
    description: t('newPasswordDescription'),
    alert: announcement({ refusal }),
    body: html`${whoIsIt(visit, name)}${postForm(
      visit,
      '/changePassword',
      { challenge, session, username: name },
      html`${password}${missing.map((attribute) => attributeField(visit, attribute, given[attribute]))}${primaryButton({ label: t('setPassword') })}`,
    )}`,
  });
}

/** The required attributes that the user does not have. */
export function missingAttributes({ attempt }: Visit, username: string): string[] {
  const { cognito, pool } = attempt;
  const user: Pick<UserRecord, 'attributes'> | undefined = cognito.store.users.get(pool.id, username);
  return requiredAttributes(pool).filter((attribute) => !user?.attributes[attribute]);
}
