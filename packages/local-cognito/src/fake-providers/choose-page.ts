import type { Answer } from '../answer.ts';
import { type Html, html } from '../html.ts';
import { localPage, pageAnswer } from '../local-pages/local-page.ts';
import { type Breakage, breakages, breakageTexts } from './break-it.ts';
import type { FakeProvider } from './fake-provider.ts';
import type { FakePerson } from './fake-provider-schema.ts';
import { providerStyle } from './provider-style.ts';

export interface ChoosePage {
  /** What the request consists of; the page sends it back with the choice. */
  request: URLSearchParams;
  /** An e-mail address to offer. */
  hint: string | undefined;
  /** Who is signed in here already. */
  current: FakePerson | undefined;
  /** What was missing in the last choice. */
  problem?: string;
  breakage?: Breakage | undefined;
}

/** The provider's sign-in page: pick a person, or break it. */
export function choosePage(provider: FakeProvider, page: ChoosePage): Answer {
  const { displayName, people, protocol } = provider.settings;
  const { request, hint, problem, breakage } = page;
  const isKnown = people.some(({ email }) => email === hint);
  const hidden = [...request].map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  const body = localPage({
    title: `Sign in to ${displayName}`,
    heading: displayName,
    about: html`Who signs in? There are no passwords: this provider is a fake for development.`,
    className: 'sheet',
    style: providerStyle,
    main: html`<form method="post" action="${provider.path}/sign-in">
${hidden}
<button name="subject" value="" hidden></button>
${problem === undefined ? undefined : html`<p class="problem" role="alert">${problem}</p>`}
${
  people.length === 0
    ? undefined
    : html`<h2 id="people">Choose a person</h2>
<ul class="people" aria-labelledby="people">${people.map((person) => personButton(person, page))}</ul>`
}
<details${open(people.length === 0 || problem !== undefined || (hint !== undefined && !isKnown))}>
<summary>Somebody else</summary>
<div class="fields">
${field('other_email', 'E-mail', 'email', isKnown ? '' : (hint ?? ''))}
${field('other_name', 'Name (optional)', 'text', '')}
${field('other_groups', 'Groups (optional, with commas)', 'text', '')}
<button name="subject" value="">Sign in</button>
</div>
</details>
<details class="break"${open(breakage !== undefined)}>
<summary>Break it</summary>
<fieldset>
<legend>Choose what shall be wrong, then a person. The sign-in fails, and its trace says why.</legend>
<label><input type="radio" name="break" value=""${checked(breakage === undefined)}><span><b>Nothing</b><small>The sign-in works.</small></span></label>
${breakages.map((name) => {
  const { label, does } = breakageTexts[protocol][name];
  return html`<label><input type="radio" name="break" value="${name}"${checked(breakage === name)}><span><b>${label}</b><small>${does}</small></span></label>`;
})}
</fieldset>
</details>
</form>
${footer}`,
  });
  return pageAnswer(body, { formsLeadAway: true, status: problem === undefined ? 200 : 400 });
}

function personButton(person: FakePerson, { hint, current }: ChoosePage): Html {
  const { subject, name, email, groups } = person;
  const isExpected = email === hint || subject === current?.subject;
  return html`<li><button class="person" name="subject" value="${subject}">
<span class="face" aria-hidden="true">${initials(name)}</span>
<span class="who"><b>${name}${isExpected ? html` <span class="tag">${email === hint ? 'Asked for' : 'Signed in'}</span>` : undefined}</b><span>${email}</span>${groups.length === 0 ? undefined : html`<small>${groups.join(', ')}</small>`}</span>
</button></li>`;
}

function field(name: string, label: string, type: string, value: string): Html {
  return html`<label for="${name}">${label}</label><input id="${name}" name="${name}" type="${type}" value="${value}" autocomplete="off">`;
}

const initials = (name: string) =>
  name
    .split(/\s+/)
    .map((word) => [...word][0] ?? '')
    .join('')
    .slice(0, 2)
    .toUpperCase();

const open = (isOpen: boolean): Html => ({ markup: isOpen ? ' open' : '' });
const checked = (isChecked: boolean): Html => ({ markup: isChecked ? ' checked' : '' });

/** Below every page of a fake provider. */
export const footer: Html = html`<footer><a href="/_local/sign-ins">Why did a sign-in fail?</a> <a href="/_local/providers">All fake providers</a></footer>`;
