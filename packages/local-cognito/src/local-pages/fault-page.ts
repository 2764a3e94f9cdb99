import type { IncomingMessage } from 'node:http';
import type { Answer } from '../answer.ts';
import { html } from '../html.ts';
import { localPage, pageAnswer } from './local-page.ts';

/** Whether the caller is a browser that shows what it gets: one that follows a link or sends a form. */
export const wantsPage = ({ headers }: Pick<IncomingMessage, 'headers'>): boolean =>
  headers.accept?.includes('text/html') === true;

/** Says that a request was not served, and why where the caller can do something about it. */
export function faultPage({ status, message }: { status: number; message: string }): Answer {
  const body = localPage({
    title: 'Something went wrong',
    heading: 'Something went wrong',
    about: html`Status ${String(status)}`,
    className: 'sheet',
    main: html`<p>${message}</p><p>What the server logged of this request says more.</p>`,
  });
  return pageAnswer(body, { status });
}
