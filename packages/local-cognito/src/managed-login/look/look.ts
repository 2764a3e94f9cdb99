import type { Answer } from '../../answer.ts';
import { settingAt } from '../../branding/merged-style.ts';
import { type Html, html } from '../../html.ts';
import { setCookie } from '../../oauth/cookies.ts';
import type { DomainRequest } from '../../oauth/domain-request.ts';
import type { ClientRecord } from '../../storage/records.ts';
import { chooseLanguage } from '../languages/choose-language.ts';
import { catalogs, type Language, matchLanguage } from '../languages/language.ts';
import type { AssetPath } from './assets.ts';
import { imageUrl } from './client-images.ts';
import { findClientStyle, plainStyle } from './client-style.ts';
import type { Drawing } from './drawings.ts';
import { pageDocument } from './page-document.ts';
import { securityHeaders } from './security-headers.ts';
import { createTranslate, type Translate, type TranslateMarkup } from './translate.ts';

/** What a page says; all of it in the language of the look. */
interface PageContent {
  /** The heading, and what the browser's tab shows. */
  title: string;
  /** Under the heading. */
  description?: string | Html | undefined;
  /** Above the heading: what the page is about. */
  graphic?: Drawing | undefined;
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
  /** A whole page; Cognito's “Login pages unavailable” for a client that has no style and needs one. */
  page(content: PageContent): Answer;
  /**
   * Leads to any address after a form was sent: a page that goes on by itself at once. A redirect would be stopped by the
   * `form-action` of the page with the form, unless it leads to an address that the client registered.
   */
  leave(url: string): Answer;
  /** The address of the picture on the button of a provider; `undefined` when the client's style has none. */
  providerIcon(providerName: string): string | undefined;
  /** True when the style has the providers' buttons above the pool's own sign-in, as Cognito's own style has. */
  isFederatedFirst: boolean;
}

/** The look of a client's pages, in the language that the app or the browser asks for. */
export async function createLook(
  request: DomainRequest,
  { client, language: asked }: { client: ClientRecord | undefined; language?: string | undefined },
): Promise<Look> {
  const language = chooseLanguage(request, asked);
  const { t, markup } = createTranslate(await catalogs[language]());
  const style = client ? findClientStyle(request, client.id) : plainStyle;
  const headers = { ...securityHeaders(client), 'content-language': language };
  const page = (content: PageContent): Answer => {
    if (!style) return unavailable;
    const scripts = ['/assets/look.js', ...(content.scripts ?? [])] as const;
    const cookies = [...(content.cookies ?? []), ...languageCookie(request)];
    return {
      status: content.status ?? 200,
      headers: { ...headers, ...(cookies.length > 0 && { 'set-cookie': cookies }) },
      body: pageDocument(request, style, { ...content, language, scripts }).markup,
    };
  };
  const leave = (url: string): Answer => ({
    status: 200,
    headers,
    body: pageDocument(request, style ?? plainStyle, {
      title: t('redirecting'),
      description: t('redirectingText'),
      body: html`<p><a class="button primary" href="${url}">${t('continue')}</a></p>`,
      language,
      scripts: [],
      refresh: url,
    }).markup,
  });
  const providerIcon = (resourceId: string) =>
    style && imageUrl(request, style, { category: 'IDP_BUTTON_ICON', mode: 'LIGHT', resourceId });
  const isFederatedFirst = firstMethod((style ?? plainStyle).settings) === 'FEDERATED';
  return { language, t, markup, page, leave, providerIcon, isFederatedFirst };
}

/** `type` of the first of `categories.auth.authMethodOrder`, which is a list of lists. */
function firstMethod(settings: unknown): unknown {
  const order = settingAt(settings, 'categories.auth.authMethodOrder');
  return Array.isArray(order) ? order.flat().find((method) => method?.type)?.type : undefined;
}

/** What Cognito shows for a client without a branding style on a domain with managed login. */
const unavailable: Answer = {
  status: 403,
  headers: {
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  },
  body: 'Login pages unavailable. Please contact an administrator.',
};

/** Remembers the language that the app asked for, for pages that are reached without it. */
function languageCookie(request: DomainRequest): string[] {
  const language = matchLanguage(request.query.get('lang') ?? '');
  return language ? [setCookie(request, 'lang', language)] : [];
}
