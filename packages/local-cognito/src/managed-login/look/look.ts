import type { Answer } from '../../answer.ts';
import { type Html, html } from '../../html.ts';
import type { DomainRequest } from '../../oauth/domain-request.ts';
import type { ClientRecord } from '../../storage/records.ts';
import { chooseLanguage } from '../languages/choose-language.ts';
import { catalogs, type Language } from '../languages/language.ts';
import { type AssetPath, assetUrl } from './assets.ts';
import { themeUrl } from './client-style.ts';
import { securityHeaders } from './security-headers.ts';
import { createTranslate, type Translate, type TranslateMarkup } from './translate.ts';

/** What a page says; all of it in the language of the look. */
export interface PageContent {
  /** The heading, and what the browser's tab shows. */
  title: string;
  /** Under the heading. */
  description?: string | Html | undefined;
  /** From `alert`, above everything but the heading. */
  alert?: Html | undefined;
  body: Html;
  /** Scripts beside the one for password fields, which every page has. */
  scripts?: readonly AssetPath[];
  /** 200 unless said otherwise. */
  status?: number;
  /** `set-cookie` headers. */
  cookies?: readonly string[];
}

/** Language, texts and dress of the pages of one request. */
export interface Look {
  language: Language;
  /** A text of the catalog. */
  t: Translate;
  /** A text of the catalog with markup in it, such as a link. */
  markup: TranslateMarkup;
  /** A whole page. */
  page(content: PageContent): Answer;
  /**
   * Leads to any address after a form was sent: a page that goes on by itself at once. A redirect would be stopped by the
   * `form-action` of the page with the form, unless it leads to an address that the client registered.
   */
  leave(url: string): Answer;
}

/** The look of a client's pages, in the language that the app or the browser asks for. */
export async function createLook(
  request: DomainRequest,
  { client, language: asked }: { client: ClientRecord | undefined; language?: string | undefined },
): Promise<Look> {
  const language = chooseLanguage(request, asked);
  const { t, markup } = createTranslate(await catalogs[language]());
  const page = (content: PageContent): Answer => ({
    status: content.status ?? 200,
    headers: { ...securityHeaders(client), ...(content.cookies && { 'set-cookie': [...content.cookies] }) },
    body: pageDocument({ ...content, language, styles: styles(), scripts: scripts(content) }).markup,
  });
  const styles = () => [assetUrl(request, '/assets/look.css'), themeUrl(request, client?.id)];
  const scripts = (content: PageContent) =>
    (['/assets/look.js', ...(content.scripts ?? [])] as const).map((path) => assetUrl(request, path));
  const leave = (url: string): Answer => ({
    status: 200,
    headers: securityHeaders(client),
    body: pageDocument({
      title: t('redirecting'),
      description: t('redirectingText'),
      body: html`<p><a class="button primary" href="${url}">${t('continue')}</a></p>`,
      head: html`<meta http-equiv="refresh" content="0;url=${url}">`,
      language,
      styles: styles(),
      scripts: [],
    }).markup,
  });
  return { language, t, markup, page, leave };
}

function pageDocument({
  title,
  description,
  alert,
  body,
  head,
  language,
  styles,
  scripts,
}: Pick<PageContent, 'title' | 'description' | 'alert' | 'body'> & {
  head?: Html;
  language: Language;
  styles: readonly string[];
  scripts: readonly string[];
}): Html {
  return html`<!doctype html>
<html lang="${language}" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
${head}
<title>${title}</title>
${styles.map((url) => html`<link rel="stylesheet" href="${url}">\n`)}${scripts.map((url) => html`<script src="${url}" defer></script>\n`)}</head>
<body>
<main>
<div class="card">
<header class="title">
<h1>${title}</h1>
${description && html`<p class="description">${description}</p>`}
</header>
${alert}
${body}
</div>
</main>
</body>
</html>
`;
}
