import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

/** A piece of a page. Everything put into an `html` template is escaped unless it is Markup itself. */
export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>;

/** Nothing, as a piece of a page. */
export const nothing: Markup = raw('');

const paths = {
  board: 'M4 5h4v14H4zM10 5h4v9h-4zM16 5h4v6h-4z',
  key: 'M8 20a5 5 0 1 0 0-10 5 5 0 0 0 0 10ZM11.6 11.4 20 3M16 7l3 3',
  chart: 'M4 20V10M10 20V4M16 20v-7M22 20H2',
  people:
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 20a6.5 6.5 0 0 1 13 0M16 4.3a3.5 3.5 0 0 1 0 6.4M18 14.2a6.5 6.5 0 0 1 3.5 5.8',
  left: 'M15 5l-7 7 7 7',
  right: 'M9 5l7 7-7 7',
  plus: 'M12 5v14M5 12h14',
  leave: 'M14 4h5v16h-5M10 8l-4 4 4 4M6 12h9',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  switch: 'M8 9l4-4 4 4M8 15l4 4 4-4',
  calendar: 'M5 6h14v14H5zM5 10h14M9 3v4M15 3v4',
  shield: 'M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6z',
} as const;

/** A decorative line icon; the words beside it carry the meaning. */
export function icon(name: keyof typeof paths): Markup {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="${paths[name]}" /></svg>`;
}
