import type { Answer } from '../../answer.ts';
import type { StateOf } from '../../challenges/session.ts';
import { html } from '../../html.ts';
import { maskDestination } from '../../messages/mask-destination.ts';
import { simulateDelivery } from '../../messages/simulated-delivery.ts';
import { primaryButton } from '../look/buttons.ts';
import { codeInput } from '../look/fields.ts';
import { otherFactor, whoIsIt } from '../sign-in/factor-pages.ts';
import { announcement } from '../sign-in/login-page.ts';
import { postForm, type Visit } from '../visit.ts';
import type { StepPage } from './open-step.ts';

export type CodeStep = 'SOFTWARE_TOKEN_MFA' | 'SMS_MFA' | 'SMS_OTP' | 'EMAIL_OTP';

/** Asks for the code of an app or of a message. */
export async function codePage(visit: Visit, page: StepPage<CodeStep>): Promise<Answer> {
  const { t } = visit.look;
  const { challenge, session, name, state, refusal } = page;
  const isFirstFactor = 'isSecondFactor' in state && !state.isSecondFactor;
  return visit.look.page({
    ...(await texts(visit, page)),
    alert: announcement({ refusal }),
    body: html`${whoIsIt(visit, name)}${postForm(
      visit,
      '/mfa',
      { challenge, session, username: name },
      html`${codeInput({ name: 'code', label: t('code'), hasFocus: refusal === undefined })}${primaryButton({ label: t('continue') })}`,
    )}${isFirstFactor ? otherFactor(visit, name) : undefined}`,
  });
}

async function texts({ look: { t }, attempt }: Visit, { state }: StepPage<CodeStep>) {
  if (state.challenge === 'SOFTWARE_TOKEN_MFA') {
    return { graphic: 'app' as const, title: t('totpTitle'), description: t('totpDescription') };
  }
  const { unknownName, address, challenge } = state as StateOf<Exclude<CodeStep, 'SOFTWARE_TOKEN_MFA'>>;
  const medium = challenge === 'EMAIL_OTP' ? 'EMAIL' : 'SMS';
  const destination =
    unknownName === undefined
      ? maskDestination(medium, address)
      : (await simulateDelivery(attempt.cognito, attempt.pool, unknownName, [medium])).Destination;
  return medium === 'EMAIL'
    ? {
        graphic: 'email' as const,
        title: t('emailCodeTitle'),
        description: t('emailCodeDescription', { destination }),
      }
    : {
        graphic: 'phone' as const,
        title: t('smsCodeTitle'),
        description: t('smsCodeDescription', { destination }),
      };
}
