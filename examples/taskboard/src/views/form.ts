import { html } from 'hono/html';
import type * as z from 'zod';
import { type Markup, nothing } from './markup.ts';

/** What was typed and what is wrong with it, by field name. `''` holds what concerns the whole form. */
export interface FormState {
  values: Record<string, string>;
  errors: Record<string, string>;
}

export const emptyForm: FormState = { values: {}, errors: {} };

/** The first message for each field. */
export function errorsOf(error: z.ZodError): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const issue of error.issues) errors[String(issue.path[0] ?? '')] ??= issue.message;
  return errors;
}

/** What is wrong with the form as a whole, read out at once. What is wrong with a field stands at the field. */
export function errorSummary(form: FormState): Markup {
  const message = form.errors[''];
  return message ? html`<div class="alert" role="alert"><p>${message}</p></div>` : nothing;
}

interface FieldOptions {
  name: string;
  label: string;
  form: FormState;
  /** Makes ids unique where a form stands on a page several times. */
  idPrefix?: string;
  hint?: string;
  value?: string;
}

/** Focus goes to the first field that needs mending, which reads its error out; else to where typing begins. */
function takesFocus(options: FieldOptions & { autofocus?: boolean }): boolean {
  const wrong = Object.keys(options.form.errors).find((name) => name !== '');
  return wrong === undefined ? options.autofocus === true : wrong === options.name;
}

function described(options: FieldOptions): { id: string; attributes: Markup; notes: Markup } {
  const { name, form, hint } = options;
  const id = `${options.idPrefix ?? 'field'}-${name}`;
  const error = form.errors[name];
  const ids = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  return {
    id,
    attributes: html`${ids ? html`aria-describedby="${ids}"` : nothing} ${error ? html`aria-invalid="true"` : nothing}`,
    notes: html`${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : nothing}${error ? html`<p class="field-error" id="${id}-error">${error}</p>` : nothing}`,
  };
}

/** A labelled single-line field with its hint and error. */
export function textField(
  options: FieldOptions & {
    type?: 'text' | 'email' | 'password' | 'date';
    autocomplete?: string;
    inputmode?: 'numeric' | 'email';
    required?: boolean;
    autofocus?: boolean;
    maxLength?: number;
  },
): Markup {
  const { name, label, form, type = 'text', autocomplete = 'off' } = options;
  const { id, attributes, notes } = described(options);
  const value = type === 'password' ? '' : (form.values[name] ?? options.value ?? '');
  return html`<div class="field"><label for="${id}">${label}</label>
<input id="${id}" name="${name}" type="${type}" value="${value}" autocomplete="${autocomplete}" ${options.inputmode ? html`inputmode="${options.inputmode}"` : nothing} ${options.maxLength ? html`maxlength="${options.maxLength}"` : nothing} ${options.required ? html`required` : nothing} ${takesFocus(options) ? html`autofocus` : nothing} ${attributes}>${notes}</div>`;
}

/** A labelled field of several lines. */
export function textArea(options: FieldOptions & { rows: number; maxLength: number }): Markup {
  const { name, label, form, rows, maxLength } = options;
  const { id, attributes, notes } = described(options);
  const value = form.values[name] ?? options.value ?? '';
  return html`<div class="field"><label for="${id}">${label}</label>
<textarea id="${id}" name="${name}" rows="${rows}" maxlength="${maxLength}" ${takesFocus(options) ? html`autofocus` : nothing} ${attributes}>${value}</textarea>${notes}</div>`;
}

/** A labelled choice. */
export function selectField(
  options: FieldOptions & { choices: readonly { value: string; label: string }[] },
): Markup {
  const { name, label, form, choices } = options;
  const { id, attributes, notes } = described(options);
  const chosen = form.values[name] ?? options.value ?? '';
  return html`<div class="field"><label for="${id}">${label}</label>
<select id="${id}" name="${name}" ${attributes}>${choices.map(
    (choice) =>
      html`<option value="${choice.value}" ${choice.value === chosen ? html`selected` : nothing}>${choice.label}</option>`,
  )}</select>${notes}</div>`;
}
