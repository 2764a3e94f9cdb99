import { html } from 'hono/html';
import { errorSummary, type FormState, textField } from './form.ts';
import { formToken, plainPage } from './layout.ts';
import { icon, type Markup, nothing } from './markup.ts';

/** What every step of the sign-in shows. */
interface Step {
  form: FormState;
  token: string;
  /** Said above the form, such as why the person has to sign in again. */
  notice?: string | undefined;
}

/** The tenant signed in to, when it is known. */
type At = { slug: string; name: string } | undefined;

function step(options: {
  title: string;
  lead: Markup;
  action: string;
  step: Step;
  fields: Markup;
  button: string;
  at?: At;
  /** Another way in, above the form. */
  before?: Markup;
  after?: Markup;
}): Markup {
  return plainPage({
    title: options.title,
    slug: options.at?.slug,
    content: html`${options.step.notice ? html`<p class="notice" role="status">${options.step.notice}</p>` : nothing}
<h1>${options.title}</h1>
<p class="lead">${options.lead}</p>
${errorSummary(options.step.form)}
${options.before ?? nothing}
<form method="post" action="${options.action}" class="stack" novalidate>${formToken(options.step.token)}
${options.fields}
<button class="button primary wide" type="submit">${options.button}</button></form>
${options.after ?? nothing}`,
  });
}

/** First page: tenant or e-mail address. */
export function startView(view: Step): Markup {
  return step({
    title: 'Sign in',
    lead: html`Enter the name of your tenant as it stands in its address, or your e-mail address.`,
    action: '/sign-in',
    step: view,
    fields: textField({
      name: 'who',
      label: 'Tenant or e-mail address',
      form: view.form,
      autocomplete: 'username',
      required: true,
      autofocus: true,
      maxLength: 254,
      hint: 'For example “acme” or “alex@example.com”.',
    }),
    button: 'Continue',
  });
}

/** Password page of an e-mail address. */
export function passwordView(view: Step & { email: string }): Markup {
  const { form, email } = view;
  return step({
    title: 'Enter your password',
    lead: html`Signing in as <strong>${email}</strong>.`,
    action: '/sign-in/password',
    step: view,
    fields: html`<input class="hidden" type="text" name="username" value="${email}" autocomplete="username" readonly tabindex="-1" aria-hidden="true">${passwordField(form, true)}`,
    button: 'Sign in',
    after: html`<p class="after quiet">Does your tenant have a sign-in of its own? Then <a href="/sign-in">enter the tenant’s name</a> instead of your address.</p>`,
  });
}

/** The ways into one tenant: its identity provider, its sign-in page, a password here. */
export function tenantSignInView(
  view: Step & {
    at: { slug: string; name: string };
    ways: { methods: readonly string[]; identityProvider?: { key: string; name: string } | undefined };
  },
): Markup {
  const { at, form, ways } = view;
  const away = (key: string) => `/t/${at.slug}/sign-in/away?${new URLSearchParams({ with: key })}`;
  const provider = ways.identityProvider;
  const hasPassword = ways.methods.includes('password');
  const providerButton = provider
    ? html`<a class="button ${hasPassword ? '' : 'primary'} wide" href="${away(provider.key)}">${icon('key')}<span>Continue with ${provider.name}</span></a>`
    : nothing;
  const ownPage = ways.methods.includes('managed-login')
    ? html`<li><a href="${away('COGNITO')}">Use ${at.name}’s own sign-in page</a></li>`
    : nothing;
  const after = html`<ul class="after">${ownPage}<li><a href="/sign-in">Use another tenant or address</a></li></ul>`;
  if (!hasPassword) {
    return plainPage({
      title: `Sign in to ${at.name}`,
      slug: at.slug,
      content: html`${view.notice ? html`<p class="notice" role="status">${view.notice}</p>` : nothing}
<h1>Sign in to ${at.name}</h1>
<p class="lead">${provider ? html`Everybody of ${at.name} signs in with ${provider.name}.` : html`${at.name} has a sign-in page of its own.`}</p>
${errorSummary(form)}${providerButton}${after}`,
    });
  }
  return step({
    title: `Sign in to ${at.name}`,
    lead: provider
      ? html`Most people of ${at.name} use ${provider.name}.`
      : html`With the e-mail address you were invited with.`,
    action: `/t/${at.slug}/sign-in`,
    step: view,
    at,
    before: provider
      ? html`${providerButton}<p class="divider"><span>or with your password</span></p>`
      : nothing,
    fields: html`${textField({
      name: 'email',
      label: 'E-mail address',
      form,
      type: 'email',
      autocomplete: 'username',
      inputmode: 'email',
      required: true,
      autofocus: !provider,
      maxLength: 254,
    })}${passwordField(form, false)}`,
    button: 'Sign in',
    after,
  });
}

/** For a moment, before the browser goes somewhere else; a form of ours may not lead there by itself. */
export function leavingView({ to, url }: { to: string; url: string }): Markup {
  return plainPage({
    title: `On to ${to}`,
    refresh: url,
    content: html`<h1>On to ${to}</h1>
<p class="lead">You are being taken there.</p>
<a class="button primary wide" href="${url}">Continue</a>`,
  });
}

function passwordField(form: FormState, autofocus: boolean): Markup {
  return textField({
    name: 'password',
    label: 'Password',
    form,
    type: 'password',
    autocomplete: 'current-password',
    required: true,
    autofocus,
    maxLength: 256,
  });
}

/** The first sign-in with a temporary password. */
export function newPasswordView(view: Step & { email: string }): Markup {
  return step({
    title: 'Choose your password',
    lead: html`Your temporary password was right. Choose one that only you know.`,
    action: '/sign-in/new-password',
    step: view,
    fields: html`<input class="hidden" type="text" name="username" value="${view.email}" autocomplete="username" readonly tabindex="-1" aria-hidden="true">
${textField({ name: 'password', label: 'New password', form: view.form, type: 'password', autocomplete: 'new-password', required: true, autofocus: true, maxLength: 256 })}
${textField({ name: 'repeated', label: 'New password again', form: view.form, type: 'password', autocomplete: 'new-password', required: true, maxLength: 256 })}`,
    button: 'Save password and continue',
    after: startAgain,
  });
}

/** Setting up the second factor. */
export function authenticatorView(view: Step & { secret: string; email: string; issuer: string }): Markup {
  const address = `otpauth://totp/${encodeURIComponent(`${view.issuer}:${view.email}`)}?${new URLSearchParams({ secret: view.secret, issuer: view.issuer })}`;
  return step({
    title: 'Set up your authenticator',
    lead: html`Your tenant asks for a second factor: six digits from an authenticator app on your phone.`,
    action: '/sign-in/authenticator',
    step: view,
    fields: html`<ol class="steps">
<li>Open your authenticator app and add an entry by key, or <a href="${address}">open this key in an app on this device</a>.</li>
<li><span id="key-label">Key for the app:</span> <code class="secret" aria-labelledby="key-label" role="text">${(view.secret.match(/.{1,4}/g) ?? []).map((group) => html`<span>${group}</span> `)}</code></li>
<li>Enter the six digits that the app shows.</li></ol>
${codeField(view.form, false)}`,
    button: 'Turn on and sign in',
    after: startAgain,
  });
}

/** The second factor of somebody who has one. */
export function codeView(view: Step): Markup {
  return step({
    title: 'Enter your code',
    lead: html`${icon('shield')} Open your authenticator app and enter the six digits it shows for Taskboard.`,
    action: '/sign-in/code',
    step: view,
    fields: codeField(view.form, true),
    button: 'Sign in',
    after: startAgain,
  });
}

function codeField(form: FormState, autofocus: boolean): Markup {
  return textField({
    name: 'code',
    label: 'Six-digit code',
    form,
    autocomplete: 'one-time-code',
    inputmode: 'numeric',
    required: true,
    autofocus,
    maxLength: 12,
  });
}

const startAgain = html`<p class="after"><a href="/sign-in">Start again</a></p>`;
