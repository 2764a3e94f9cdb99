import { createHash } from 'node:crypto';
import type { Answer } from '../../answer.ts';
import { html } from '../../html.ts';
import { localPage, pageAnswer } from '../../local-pages/local-page.ts';
import type { FakeProvider } from '../fake-provider.ts';
import { providerStyle } from '../provider-style.ts';

/** The post binding is a form that sends itself (SAML bindings §3.5.4); without scripts a person presses the button. */
const script = 'document.forms[0].submit()';
const scriptHash = `sha256-${createHash('sha256').update(script).digest('base64')}`;

/** Takes a message of the provider to the service provider through the browser. */
export function handOverPage(
  { settings: { displayName } }: FakeProvider,
  { action, fields }: { action: string; fields: Record<string, string> },
  headers: Answer['headers'] = {},
): Answer {
  const inputs = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  const body = localPage({
    title: `Back from ${displayName}`,
    heading: displayName,
    about: html`You are on your way back.`,
    className: 'sheet',
    style: providerStyle,
    main: html`<form method="post" action="${action}">${inputs}<button>Continue</button></form><script>${{ markup: script }}</script>`,
  });
  return pageAnswer(body, { formsLeadAway: true, scriptHash, headers });
}
