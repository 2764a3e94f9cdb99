import { type Html, html } from '../../html.ts';
import { attribute, flag } from './attributes.ts';
import type { Translate } from './translate.ts';

/** What goes around every input. `name` is its id too, so it stands once on a page. */
interface Labelled {
  name: string;
  label: string;
  /** Stands under the label, and is read with it. */
  hint?: string | undefined;
  /** What is wrong with what was entered; the input is marked as invalid. */
  error?: string | undefined;
}

interface Field extends Labelled {
  type?: 'text' | 'email' | 'tel' | 'date' | 'url';
  value?: string | undefined;
  /** HTML's `autocomplete` token, such as `username` or `email`. */
  autocomplete?: string;
  inputMode?: 'text' | 'email' | 'tel' | 'numeric';
  placeholder?: string;
  /** True unless said otherwise. */
  isRequired?: boolean;
  /** At most one field of a page. */
  hasFocus?: boolean;
}

/** A line of text with its label. */
export function field(settings: Field): Html {
  const { name, type = 'text', value = '', inputMode, placeholder } = settings;
  const isPlain = type !== 'text' || settings.autocomplete === 'username';
  return labelled(
    settings,
    html`<input id="${name}" name="${name}" type="${type}" value="${value}"${attribute('inputmode', inputMode)}${attribute('placeholder', placeholder)}${attribute('autocapitalize', isPlain ? 'none' : undefined)}${attribute('spellcheck', isPlain ? 'false' : undefined)}${inputState(settings)}>`,
  );
}

/** A password, with a button to show it where scripts run. `rules` from {@link passwordRules} stand under it. */
export function passwordField(
  t: Translate,
  settings: Labelled & {
    autocomplete: 'current-password' | 'new-password';
    /** True unless said otherwise. */
    isRequired?: boolean;
    hasFocus?: boolean;
    rules?: Html | undefined;
  },
): Html {
  const { name, label, rules } = settings;
  const describedBy = rules ? `${name}-rules` : undefined;
  return labelled(
    settings,
    html`<div class="with-button"><input id="${name}" name="${name}" type="password" autocapitalize="none" spellcheck="false"${inputState(settings, describedBy)}><button type="button" class="reveal" hidden data-reveal="${name}" data-show="${t('showPassword')}" data-hide="${t('hidePassword')}" aria-controls="${name}" aria-pressed="false" aria-label="${t('showPasswordOf', { label })}">${t('showPassword')}</button></div>${rules && html`<div id="${name}-rules" data-rules="${name}">${rules}</div>`}`,
  );
}

/** What of a pool's PasswordPolicy people are told before they choose; ticked off while they type, where scripts run. */
export function passwordRules(
  t: Translate,
  policy: {
    MinimumLength?: number | undefined;
    RequireUppercase?: boolean | undefined;
    RequireLowercase?: boolean | undefined;
    RequireNumbers?: boolean | undefined;
    RequireSymbols?: boolean | undefined;
  },
): Html {
  const rules: [isOn: boolean | undefined, rule: string, text: string][] = [
    [
      true,
      `length ${policy.MinimumLength ?? 8}`,
      t('passwordRuleLength', { count: policy.MinimumLength ?? 8 }),
    ],
    [policy.RequireUppercase, 'uppercase', t('passwordRuleUppercase')],
    [policy.RequireLowercase, 'lowercase', t('passwordRuleLowercase')],
    [policy.RequireNumbers, 'number', t('passwordRuleNumber')],
    [policy.RequireSymbols, 'symbol', t('passwordRuleSymbol')],
  ];
  const items = rules
    .filter(([isOn]) => isOn)
    .map(([, rule, text]) => html`<li data-rule="${rule}">${text}</li>`);
  return html`<p class="rules-title">${t('passwordRules')}</p><ul class="rules">${items}</ul>`;
}

/** One input for a one-time code, which phones fill in from the message. */
export function codeInput(settings: Labelled & { hasFocus?: boolean }): Html {
  const { name } = settings;
  return labelled(
    settings,
    html`<input id="${name}" name="${name}" type="text" class="code" inputmode="numeric" autocapitalize="none" spellcheck="false"${inputState({ autocomplete: 'one-time-code', ...settings })}>`,
  );
}

function labelled({ name, label, hint, error }: Labelled, input: Html): Html {
  return html`<div class="field${error ? ' invalid' : ''}"><label for="${name}">${label}</label>${hint && html`<p class="hint" id="${name}-hint">${hint}</p>`}${input}${error && html`<p class="error" id="${name}-error">${error}</p>`}</div>`;
}

function inputState(
  {
    name,
    hint,
    error,
    autocomplete,
    isRequired = true,
    hasFocus,
  }: Labelled & Pick<Field, 'isRequired' | 'hasFocus' | 'autocomplete'>,
  describedBy?: string,
): Html {
  const descriptions = [hint && `${name}-hint`, describedBy, error && `${name}-error`]
    .filter(Boolean)
    .join(' ');
  return html`${attribute('autocomplete', autocomplete)}${attribute('aria-describedby', descriptions || undefined)}${error ? html` aria-invalid="true"` : undefined}${flag('required', isRequired)}${flag('autofocus', hasFocus)}`;
}
