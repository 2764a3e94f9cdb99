import { type Html, html } from '../../html.ts';

/** What there is a drawing of. */
export type Drawing = 'password' | 'passkey' | 'email' | 'phone' | 'app' | 'person' | 'trouble';

const drawings: Record<Drawing, Html> = {
  password: html`<rect x="4" y="10.5" width="16" height="10" rx="2.5"/><path d="M8 10.5V7.5a4 4 0 0 1 8 0v3M12 14.5v2"/>`,
  passkey: html`<circle cx="9" cy="8" r="4"/><path d="M2.5 20.5c.4-4 3-6 6.5-6 1.6 0 3 .4 4.1 1.3"/><circle cx="18" cy="12" r="2.75"/><path d="M18 14.75v6.25l2-1.75M18 17.5h1.75"/>`,
  email: html`<rect x="3" y="5" width="18" height="14" rx="2.5"/><path d="m3.5 7 8.5 6.5L20.5 7"/>`,
  phone: html`<path d="M5 5.5h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-7l-4.5 3.5v-3.5H5a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2ZM8 11.5h.01M12 11.5h.01M16 11.5h.01"/>`,
  app: html`<rect x="6.5" y="2.5" width="11" height="19" rx="2.5"/><path d="M10.5 18.5h3M9.5 10.5l1.8 1.8 3.4-3.6"/>`,
  trouble: html`<path d="M12 3.5 21.5 20h-19L12 3.5ZM12 10v4.5M12 17v.01"/>`,
  person: html`<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c.5-4 3.5-6 7.5-6s7 2 7.5 6"/>`,
};

/** A line drawing of 24 by 24 pixels in the colour of the text around it. */
export const drawing = (icon: Drawing) =>
  html`<svg class="choice-icon" width="24" height="24" viewBox="0 0 24 24" aria-hidden="true">${drawings[icon]}</svg>`;
