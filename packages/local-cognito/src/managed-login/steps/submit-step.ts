import type { Answer } from '../../answer.ts';
import { givenAttributes } from '../attribute-fields.ts';
import { requireOwnUsers } from '../sign-in/providers.ts';
import { startAgainPage } from '../start-again-page.ts';
import { typedCode, typedName } from '../typed.ts';
import type { Visit } from '../visit.ts';
import { answerPasskey } from './answer-passkey.ts';
import { answerSetUp } from './answer-setup.ts';
import { answeringStep, answerStep } from './answer-step.ts';
import { missingAttributes, newPasswordPage } from './new-password-page.ts';
import { findStep, isStep } from './open-step.ts';

/** `POST /mfa`: the answer to every step but a new password. */
export async function submitStep(visit: Visit, form: URLSearchParams): Promise<Answer> {
  requireOwnUsers(visit);
  const challenge = form.get('challenge');
  const at = { session: form.get('session') ?? '', name: typedName(form) };
  if (challenge === 'WEB_AUTHN') return answerPasskey(visit, at, form.get('credential') ?? '');
  if (!isStep(challenge) || challenge === 'NEW_PASSWORD_REQUIRED') return startAgainPage(visit);
  if (challenge === 'MFA_SETUP') return answerSetUp(visit, { ...at, challenge }, form);
  const answer =
    challenge === 'SELECT_MFA_TYPE'
      ? { ANSWER: form.get('factor') ?? '' }
      : { [`${challenge}_CODE`]: typedCode(form) };
  const step = { ...at, challenge };
  return answeringStep(visit, step, () => answerStep(visit, step, answer));
}

/** `POST /changePassword`: a password in place of the temporary one, and attributes that were missing. */
export async function submitNewPassword(visit: Visit, form: URLSearchParams): Promise<Answer> {
  requireOwnUsers(visit);
  const challenge = 'NEW_PASSWORD_REQUIRED' as const;
  const at = { challenge, session: form.get('session') ?? '', name: typedName(form) };
  const state = findStep(visit, at.session, challenge);
  if (!state) return startAgainPage(visit);
  const given = givenAttributes(form, missingAttributes(visit, state.username));
  const attributes = Object.entries(given).map(([name, value]) => [`userAttributes.${name}`, value]);
  const answer = { NEW_PASSWORD: form.get('newPassword') ?? '', ...Object.fromEntries(attributes) };
  return answeringStep(
    visit,
    at,
    () => answerStep(visit, at, answer),
    async (refusal) => newPasswordPage(visit, { ...at, state, given, refusal }),
  );
}
