import { html } from 'hono/html';
import { plainPage } from './layout.ts';
import type { Markup } from './markup.ts';

/** What went wrong and what the person can do now. */
export interface ProblemPage {
  status: number;
  title: string;
  text: string;
  actions: readonly { href: string; label: string }[];
}

/** A page for a failure, with a way on. */
export function problemView(problem: ProblemPage): Markup {
  return plainPage({
    title: problem.title,
    content: html`<div role="alert"><p class="status-code" aria-hidden="true">${problem.status}</p><h1>${problem.title}</h1><p class="lead">${problem.text}</p></div>
<div class="form-actions">${problem.actions.map(({ href, label }, i) => html`<a class="button ${i === 0 ? 'primary' : ''}" href="${href}">${label}</a>`)}</div>`,
  });
}
