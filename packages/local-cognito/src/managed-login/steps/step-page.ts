import type { Answer } from '../../answer.ts';
import { startAgainPage } from '../start-again-page.ts';
import type { Visit } from '../visit.ts';
import { type CodeStep, codePage } from './code-page.ts';
import { setUpPage } from './mfa-setup-page.ts';
import { newPasswordPage } from './new-password-page.ts';
import { type AtStep, findStep, type Step, type StepPage } from './open-step.ts';
import { selectMfaPage } from './select-mfa-page.ts';

/** The page of a step, as its session knows it. */
export async function stepPage(visit: Visit, at: AtStep, refusal?: string): Promise<Answer> {
  const show = <Challenge extends Step>(
    challenge: Challenge,
    render: (visit: Visit, page: StepPage<Challenge>) => Answer | Promise<Answer>,
  ) => {
    const state = findStep(visit, at.session, challenge);
    return state ? render(visit, { ...at, challenge, state, refusal }) : startAgainPage(visit);
  };
  switch (at.challenge) {
    case 'NEW_PASSWORD_REQUIRED':
      return show(at.challenge, newPasswordPage);
    case 'SELECT_MFA_TYPE':
      return show(at.challenge, selectMfaPage);
    case 'MFA_SETUP':
      return show(at.challenge, setUpPage);
    default:
      return show<CodeStep>(at.challenge, codePage);
  }
}
