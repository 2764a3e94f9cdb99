import type { Answer } from '../answer.ts';
import { type Html, html } from '../html.ts';
import { sharedStyle } from './style.ts';

export interface LocalPage {
  /** Of the browser's tab. */
  title: string;
  heading: string;
  /** The line under the heading. */
  about: Html;
  /** Beside the heading. */
  aside?: Html | undefined;
  main: Html;
  /** Rules of this page only. */
  style?: string;
  /** Such as `sheet`, for a page that is one narrow column. */
  className?: string;
}

/** A page of local-cognito's own tools, such as the mailbox. */
export function localPage({ title, heading, about, aside, main, style = '', className }: LocalPage): string {
  const sheet: Html = { markup: `<style>${sharedStyle}${style}</style>` };
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · local-cognito</title>
${sheet}
</head>
<body class="${className ?? ''}">
<header><div class="wrap">
<div><h1>${heading}</h1><p class="count">${about}</p></div>
${aside}
</div></header>
<main class="wrap">
${main}
</main>
</body>
</html>
`.markup;
}

export interface PageAnswerOptions {
  status?: number;
  /** `sha256-…` of the only script. */
  scriptHash?: string;
  /**
   * A form of the page ends elsewhere. `form-action` binds every redirect after a form too, and where a sign-in goes on
   * is not known here, so such a page goes without.
   */
  formsLeadAway?: boolean;
  headers?: Answer['headers'];
}

/** A page as an answer: it loads nothing, stands in no frame, and is not kept. */
export function pageAnswer(
  body: string,
  { status = 200, scriptHash, formsLeadAway = false, headers = {} }: PageAnswerOptions = {},
): Answer {
  const policy = [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    ...(scriptHash === undefined ? [] : [`script-src '${scriptHash}'`]),
    ...(formsLeadAway ? [] : ["form-action 'self'"]),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    status,
    headers: {
      ...headers,
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': policy.join('; '),
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
    body,
  };
}
