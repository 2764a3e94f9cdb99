import { type Html, html } from '../../html.ts';
import { attribute, flag } from './attributes.ts';
import { type Drawing, drawing } from './drawings.ts';

interface Button {
  label: string;
  /** Sent with the form when this button sends it. */
  name?: string;
  value?: string;
  /** Of another form than the one around the button. */
  form?: string;
  /** Sends the form even where fields are empty. */
  skipsValidation?: boolean;
}

/** What the page is for; one on each. */
export const primaryButton = (settings: Button): Html => button('primary', settings);

export const secondaryButton = (settings: Button): Html => button('secondary', settings);

/** A button that looks like a link, for what is done by POST and beside the point. */
export const quietButton = (settings: Button): Html => button('quiet', settings);

function button(look: string, { label, name, value, form, skipsValidation }: Button): Html {
  return html`<button type="submit" class="button ${look}"${attribute('name', name)}${attribute('value', value)}${attribute('form', form)}${flag('formnovalidate', skipsValidation)}>${label}</button>`;
}

/** Goes to an identity provider. `icon` is the address of an image; the first letter stands in for it. */
export function providerButton({
  href,
  label,
  name,
  icon,
}: {
  href: string;
  /** Such as “Continue with Globex”. */
  label: string;
  /** The provider's, for the letter. */
  name: string;
  icon?: string | undefined;
}): Html {
  const picture = icon
    ? html`<img src="${icon}" alt="" width="20" height="20">`
    : html`<span class="letter" aria-hidden="true">${[...name][0]?.toUpperCase()}</span>`;
  return html`<a class="button provider" href="${href}">${picture}<span>${label}</span></a>`;
}

/** One of several ways to go on: a button with a line under it. Sends `name=value`. */
export function choiceButton({
  name,
  value,
  label,
  hint,
  icon,
}: {
  name: string;
  value: string;
  label: string;
  hint?: string;
  icon?: Drawing;
}): Html {
  return html`<button type="submit" class="choice" name="${name}" value="${value}">${icon && drawing(icon)}<span class="choice-text"><strong>${label}</strong>${hint && html`<span>${hint}</span>`}</span><svg class="choice-arrow" width="20" height="20" viewBox="0 0 24 24" aria-hidden="true"><path d="m9 5 7 7-7 7"/></svg></button>`;
}
