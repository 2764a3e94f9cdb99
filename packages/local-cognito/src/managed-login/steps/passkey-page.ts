import type { Answer } from '../../answer.ts';
import { html } from '../../html.ts';
import { passkeyForm } from '../passkeys/passkey-form.ts';
import { otherFactor, whoIsIt } from '../sign-in/factor-pages.ts';
import type { Visit } from '../visit.ts';

/** Asks the browser for a passkey of the user. `options` is the JSON of `navigator.credentials.get`. */
export function passkeyPage(
  visit: Visit,
  { name, session, options }: { name: string; session: string; options: string },
): Answer {
  const { t } = visit.look;
  return visit.look.page({
    graphic: 'passkey',
    title: t('passkeyTitle'),
    description: t('passkeyDescription'),
    scripts: ['/assets/passkeys.js'],
    body: html`${whoIsIt(visit, name)}${passkeyForm(visit, '/mfa', {
      ceremony: 'get',
      options,
      hidden: { challenge: 'WEB_AUTHN', session, username: name },
      label: t('usePasskey'),
      failure: t('passkeyFailed'),
    })}${otherFactor(visit, name)}`,
  });
}
