import type { Answer } from '../../answer.ts';
import type { AuthResponse } from '../../flows/attempt.ts';
import { completeAuthorization } from '../../oauth/complete-authorization.ts';
import { chooseFactorPage } from '../sign-in/factor-pages.ts';
import type { Visit } from '../visit.ts';
import { isStep } from './open-step.ts';
import { passkeyPage } from './passkey-page.ts';
import { stepPage } from './step-page.ts';

/** What follows in a sign-in: back to the app, or the page of the next step. `name` is what was typed. */
export async function proceed(visit: Visit, name: string, response: AuthResponse): Promise<Answer> {
  const { signedIn, ChallengeName: challenge, Session: session = '', ChallengeParameters } = response;
  if (signedIn) {
    return completeAuthorization(visit.request, visit.authorization, { ...signedIn, provider: 'COGNITO' });
  }
  if (challenge === 'SELECT_CHALLENGE') return chooseFactorPage(visit, { name });
  if (challenge === 'WEB_AUTHN') {
    return passkeyPage(visit, {
      name,
      session,
      options: ChallengeParameters.CREDENTIAL_REQUEST_OPTIONS ?? '',
    });
  }
  if (isStep(challenge)) return stepPage(visit, { challenge, session, name });
  throw new Error(`Managed login has no page for the challenge ${challenge}.`);
}
