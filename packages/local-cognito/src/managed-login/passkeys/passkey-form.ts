import { type Html, html } from '../../html.ts';
import { primaryButton } from '../look/buttons.ts';
import { alert } from '../look/notices.ts';
import { postForm, type Visit } from '../visit.ts';

/** A form that passkeys.js fills in with what the browser answers, and sends. */
export function passkeyForm(
  visit: Visit,
  path: string,
  {
    ceremony,
    options,
    hidden,
    label,
    failure,
  }: {
    ceremony: 'get' | 'create';
    /** JSON of the options of the ceremony. */
    options: string;
    hidden: Record<string, string | undefined>;
    label: string;
    /** Shown when the browser gives none. */
    failure: string;
  },
): Html {
  const { t } = visit.look;
  const form = postForm(
    visit,
    path,
    { ...hidden, credential: '' },
    html`<div data-passkey="${ceremony}" data-options="${options}" hidden>${primaryButton({ label })}</div>`,
  );
  return html`<noscript>${alert({ kind: 'warning', text: t('passkeyNeedsScript') })}</noscript>
<div data-passkey-message="failed" hidden>${alert({ kind: 'error', text: failure })}</div>
<div data-passkey-message="unsupported" hidden>${alert({ kind: 'warning', text: t('passkeyUnsupported') })}</div>
${form}`;
}
