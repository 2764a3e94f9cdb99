import type { Answer } from '../../answer.ts';
import { verifyInSession } from '../../challenges/software-token-enrolment.ts';
import { startAgainPage } from '../start-again-page.ts';
import { typedCode } from '../typed.ts';
import type { Visit } from '../visit.ts';
import { answeringStep, answerStep } from './answer-step.ts';
import { addressPage, beginSetUp, type SetUp, setUpPage } from './mfa-setup-page.ts';
import { type AtStep, findStep } from './open-step.ts';

const responses = { EMAIL_OTP: 'EMAIL', SMS_MFA: 'PHONE_NUMBER' } as const;

/** What was entered to set up a second factor: which one, then its first code or its address. */
export async function answerSetUp(
  visit: Visit,
  at: AtStep<'MFA_SETUP'>,
  form: URLSearchParams,
): Promise<Answer> {
  const state = findStep(visit, at.session, at.challenge);
  if (!state) return startAgainPage(visit);
  const page: SetUp = { ...at, state };
  const factor = state.choices.find((choice) => choice === form.get('factor'));
  if (factor === undefined) return setUpPage(visit, page);
  if (factor === 'SOFTWARE_TOKEN_MFA') {
    return answeringStep(visit, at, async () =>
      state.secret === undefined ? beginSetUp(visit, page, factor) : answerTotp(visit, at, form),
    );
  }
  const address = form.get('address')?.trim();
  if (!address) return addressPage(visit, page, factor);
  return answeringStep(
    visit,
    at,
    () => answerStep(visit, at, { [responses[factor]]: address }),
    async (refusal) => addressPage(visit, { ...page, refusal }, factor),
  );
}

function answerTotp(visit: Visit, at: AtStep<'MFA_SETUP'>, form: URLSearchParams): Promise<Answer> {
  const friendlyName = form.get('deviceName')?.trim() || undefined;
  const { cognito } = visit.attempt;
  const { Session } = verifyInSession(cognito, at.session, { code: typedCode(form), friendlyName });
  return answerStep(visit, { ...at, session: Session }, {});
}
