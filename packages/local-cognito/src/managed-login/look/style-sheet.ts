/** The style sheet of every page. Colours and radii are the variables of the client's theme, which is loaded beside it. */
export const styleSheet = `
*, ::before, ::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; min-height: 100vh; min-height: 100dvh; display: flex; flex-direction: column;
  background-color: var(--page-background); background-image: var(--page-image, none); background-position: center; background-size: cover;
  color: var(--body-text);
  font: 1rem/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Hiragino Sans', 'Yu Gothic UI', 'Apple SD Gothic Neo', 'Malgun Gothic', 'PingFang SC', 'Microsoft YaHei', sans-serif;
  line-break: strict; overflow-wrap: break-word;
}
main {
  flex: 1; display: grid; align-content: var(--form-vertical, center); justify-items: var(--form-horizontal, center);
  padding: 2.5rem clamp(1rem, 7vw, 7rem);
}
.card {
  inline-size: 100%; max-inline-size: 27.5rem; min-inline-size: 0; padding: 2.5rem;
  background-color: var(--form-background); background-image: var(--form-image, none); background-position: center; background-size: cover;
  border: 1px solid var(--form-border); border-radius: var(--form-radius);
  box-shadow: 0 1px 2px rgb(0 0 0 / .04), 0 12px 32px -12px rgb(0 0 0 / .14);
}
.card > :last-child, form > :last-child { margin-block-end: 0; }
.logo { display: block; max-inline-size: 100%; max-block-size: 4rem; margin-block: 0 1.5rem; margin-inline: auto; }
.logo.start { margin-inline-start: 0; }
.logo.end { margin-inline-end: 0; }
.banner { margin-block-end: 1.5rem; }
.banner .logo { margin-block-end: 0; }
main > picture .logo { margin-block-end: 1.5rem; }
.graphic { display: block; max-inline-size: 100%; max-block-size: 6rem; margin-block-end: 1.25rem; }
span.graphic { display: grid; place-items: center; inline-size: 3rem; block-size: 3rem; border-radius: 50%; background: var(--graphic-background); }
span.graphic svg { color: var(--graphic); }
h1 {
  margin: 0; color: var(--heading-text); font-size: 1.625rem; line-height: 1.25; font-weight: 650;
  letter-spacing: -.018em; text-wrap: balance;
}
:lang(ja), :lang(ko), :lang(zh) { letter-spacing: normal; }
h1 + .description { margin-block: .5rem 0; color: var(--description-text); text-wrap: pretty; }
header.title { margin-block-end: 1.75rem; }
h2 { margin: 1.5rem 0 .75rem; font-size: 1rem; line-height: 1.4; color: var(--heading-text); font-weight: 600; }
p { margin: 0 0 1rem; }
form { margin: 0; }
form + form { margin-block-start: 1.25rem; }
a { color: var(--link-text); text-underline-offset: .18em; text-decoration-thickness: 1px; border-radius: .2rem; }
a:hover { color: var(--link-hover-text); text-decoration-thickness: 2px; }
strong { font-weight: 600; color: var(--heading-text); }
.hidden { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
[hidden] { display: none !important; }

:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }

.field { margin-block-end: 1.25rem; }
.field > label, .field > .label { display: block; margin-block-end: .375rem; color: var(--label-text); font-size: .9375rem; font-weight: 550; }
.hint { margin-block: -.125rem .5rem; color: var(--hint-text); font-size: .875rem; line-height: 1.45; }
input {
  display: block; inline-size: 100%; min-block-size: 2.875rem; padding: .5rem .875rem; font: inherit; color: var(--input-text);
  background: var(--input-background); border: 1px solid var(--input-border); border-radius: var(--input-radius);
  transition: border-color .12s, box-shadow .12s;
}
input:is(:focus, :focus-within) { outline: 2px solid var(--focus); outline-offset: -1px; border-color: var(--focus); box-shadow: 0 0 0 4px var(--focus-halo); }
input::placeholder { color: var(--placeholder-text); opacity: 1; }
input:-webkit-autofill { -webkit-text-fill-color: var(--input-text); box-shadow: inset 0 0 0 4rem var(--input-background); caret-color: var(--input-text); }
input[aria-invalid=true] { border-color: var(--error-border); }
.field > .error { margin-block: .375rem 0; color: var(--error-text); font-size: .875rem; line-height: 1.45; }
input.code { font-size: 1.25rem; letter-spacing: .18em; font-variant-numeric: tabular-nums; }
.with-button { position: relative; }
.with-button:has(.reveal:not([hidden])) input { padding-inline-end: 5.5rem; }
.reveal {
  font: inherit; font-size: .875rem; font-weight: 550; min-block-size: 2.75rem; min-inline-size: 2.75rem; padding-inline: .75rem; cursor: pointer;
  color: var(--link-text); background: none; border: 0; border-radius: var(--input-radius);
}
.reveal:hover { text-decoration: underline; text-underline-offset: .18em; color: var(--link-hover-text); }
.reveal:focus-visible { outline-offset: -3px; }
.with-button .reveal { position: absolute; inset-block-start: 1px; inset-inline-end: 1px; }
.rules-title { margin-block: .625rem .25rem; color: var(--hint-text); font-size: .875rem; }
.rules { margin: 0; padding: 0; list-style: none; display: grid; gap: .125rem; color: var(--hint-text); font-size: .875rem; line-height: 1.45; }
.rules li { display: flex; gap: .5rem; align-items: baseline; }
.rules li::before { content: ''; flex: none; inline-size: .4375rem; block-size: .4375rem; border: 1.5px solid currentColor; border-radius: 50%; translate: 0 -.08rem; }
.rules li[data-kept] { color: var(--success-text); }
.rules li[data-kept]::before { background: currentColor; }

.button {
  display: flex; align-items: center; justify-content: center; gap: .625rem; inline-size: 100%; min-block-size: 2.875rem; padding: .5rem 1rem; margin-block-end: .75rem;
  font: inherit; font-weight: 600; line-height: 1.3; text-align: center; text-decoration: none; cursor: pointer; overflow-wrap: anywhere;
  border: 1px solid transparent; border-radius: var(--button-radius); transition: background-color .12s, border-color .12s, color .12s;
}
.button.primary { background: var(--primary-background); color: var(--primary-text); }
.button.primary:hover { background: var(--primary-hover-background); color: var(--primary-hover-text); }
.button.primary:active { background: var(--primary-active-background); color: var(--primary-active-text); }
.button.secondary { background: var(--secondary-background); border-color: var(--secondary-border); color: var(--secondary-text); }
.button.secondary:hover { background: var(--secondary-hover-background); border-color: var(--secondary-hover-border); color: var(--secondary-hover-text); }
.button.secondary:active { background: var(--secondary-active-background); border-color: var(--secondary-active-border); color: var(--secondary-active-text); }
.button.provider { background: var(--provider-background); border-color: var(--provider-border); color: var(--provider-text); }
.button.provider:hover { background: var(--provider-hover-background); border-color: var(--provider-hover-border); color: var(--provider-hover-text); }
.button.provider:active { background: var(--provider-active-background); border-color: var(--provider-active-border); color: var(--provider-active-text); }
.button.provider img { flex: none; object-fit: contain; }
.button.provider { font-weight: 550; }
.button.provider > span:last-child { min-inline-size: 0; overflow-wrap: anywhere; text-wrap: balance; }
.letter {
  flex: none; display: grid; place-items: center; inline-size: 1.375rem; block-size: 1.375rem; border-radius: .375rem;
  border: 1px solid currentColor; font-size: .75rem; font-weight: 700; line-height: 1;
}
.button.quiet {
  display: inline; inline-size: auto; min-block-size: 0; padding: .625rem .125rem; margin: 0; font-size: .9375rem; border: 0; background: none; text-align: start;
  font-weight: inherit; color: var(--link-text); text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: .18em;
}
.button.quiet:hover { color: var(--link-hover-text); text-decoration-thickness: 2px; }

.choice {
  display: flex; align-items: center; gap: 1rem; inline-size: 100%; min-block-size: 4rem; padding: .75rem 1rem; margin-block-end: .75rem; text-align: start;
  font: inherit; color: var(--body-text); background: var(--option-card-background); border: 1px solid var(--option-card-border); border-radius: var(--button-radius);
  cursor: pointer; transition: background-color .12s, border-color .12s;
}
.choice:hover { background: var(--secondary-hover-background); border-color: var(--secondary-hover-border); }
.choice-icon, .choice-arrow, .identity svg, .alert svg { flex: none; fill: none; stroke: currentColor; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
.choice-icon { color: var(--link-text); }
.choice-text { flex: 1; min-inline-size: 0; display: grid; line-height: 1.4; }
.choice-text span { font-size: .875rem; color: var(--description-text); }
.choice-arrow { opacity: .55; }
:dir(rtl) .choice-arrow { scale: -1 1; }

.alert {
  display: flex; gap: .75rem; padding: .875rem 1rem; margin-block-end: 1.5rem; font-size: .9375rem; line-height: 1.45; color: var(--heading-text);
  border: 1px solid var(--alert-border); border-radius: var(--alert-radius); background: var(--alert-background);
}
.alert svg { color: var(--alert-mark); margin-block-start: .0625rem; }
.alert p { margin: 0; min-inline-size: 0; overflow-wrap: anywhere; }
.alert:focus-visible { outline-color: var(--alert-border); outline-width: 1px; outline-offset: 0; }
.alert.error { --alert-background: var(--error-background); --alert-border: var(--error-border); --alert-mark: var(--error-text); border-radius: var(--alert-radius); }
.alert.success { --alert-background: var(--success-background); --alert-border: var(--success-border); --alert-mark: var(--success-text); }
.alert.warning { --alert-background: var(--warning-background); --alert-border: var(--warning-border); --alert-mark: var(--warning-text); }
.alert.info { --alert-background: transparent; --alert-border: var(--divider); --alert-mark: var(--link-text); }

.divider { display: flex; align-items: center; gap: .875rem; margin-block: 1.25rem; color: var(--hint-text); font-size: .875rem; }
.divider::before, .divider::after { content: ''; flex: 1; block-size: 1px; background: var(--divider); }
.links { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin-block: 1.25rem 0; font-size: .9375rem; }
.links a, .links .quiet { display: inline-block; padding-block: .375rem; }
.terms { margin-block: 1rem; font-size: .875rem; color: var(--hint-text); }
.identity {
  display: flex; align-items: center; gap: .625rem; min-block-size: 2.75rem; padding: .375rem .5rem .375rem .875rem; margin-block-end: 1.5rem;
  border: 1px solid var(--option-card-border); border-radius: 2rem; font-size: .9375rem;
}
.identity svg { inline-size: 1.25rem; block-size: 1.25rem; color: var(--hint-text); }
.identity-name { flex: 1; min-inline-size: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: var(--heading-text); font-weight: 550; }
.identity a { flex: none; padding: .375rem .5rem; }
.qr { display: grid; place-items: center; padding: .5rem; margin-block-end: 1.25rem; background: #fff; border: 1px solid var(--option-card-border); border-radius: var(--form-radius); }
.qr svg { display: block; max-inline-size: 100%; block-size: auto; fill: #000; }
.copy { display: flex; align-items: center; gap: .25rem; border: 1px solid var(--option-card-border); border-radius: var(--input-radius); }
.copy code { flex: 1; min-inline-size: 0; padding: .5rem .875rem; font: .9375rem/1.5 ui-monospace, 'SF Mono', Menlo, Consolas, monospace; overflow-wrap: anywhere; user-select: all; color: var(--heading-text); }
.copy .reveal { flex: none; }
.steps { margin: 0 0 1.25rem; padding-inline-start: 1.25rem; }
.steps li { margin-block-end: .5rem; }
.steps li::marker { color: var(--hint-text); font-variant-numeric: tabular-nums; }
.page-header, .page-footer { min-block-size: 4rem; padding: 1rem 1.5rem; display: flex; align-items: center; justify-content: start; }
.page-header.center, .page-footer.center { justify-content: center; }
.page-header.end, .page-footer.end { justify-content: end; }
.page-header { background-color: var(--header-background); background-image: var(--header-image, none); background-position: center; background-size: cover; border-block-end: 1px solid var(--header-border); }
.page-footer { background-color: var(--footer-background); background-image: var(--footer-image, none); background-position: center; background-size: cover; border-block-start: 1px solid var(--footer-border); }
.page-header img, .page-footer img { display: block; max-block-size: 2.5rem; max-inline-size: 100%; }

@media (max-width: 30rem) {
  main { padding: 0; grid-template-rows: auto; align-content: stretch; }
  main:has(> picture) { grid-template-rows: auto 1fr; }
  main > picture { padding: 1.5rem 1.25rem 0; }
  .card { padding: 2rem 1.25rem 2.5rem; border-width: 0; border-radius: 0; box-shadow: none; max-inline-size: none; }
}
@media (prefers-reduced-motion: reduce) { *, ::before, ::after { transition: none !important; animation: none !important; } }
@media (forced-colors: active) {
  .alert, .choice, .button, .card { border-color: CanvasText; }
  .choice-icon, .choice-arrow, .alert svg { color: CanvasText; }
}
`;
