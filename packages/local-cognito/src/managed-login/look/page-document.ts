import { settingAt, wordAt } from '../../branding/merged-style.ts';
import { type Html, html } from '../../html.ts';
import type { DomainRequest } from '../../oauth/domain-request.ts';
import type { Language } from '../languages/language.ts';
import { type AssetPath, assetUrl } from './assets.ts';
import { imageUrl, picture } from './client-images.ts';
import { type ClientStyle, themeUrl } from './client-style.ts';
import { type Drawing, drawing } from './drawings.ts';

interface Document {
  title: string;
  description?: string | Html | undefined;
  graphic?: Drawing | undefined;
  alert?: Html | undefined;
  body: Html;
  language: Language;
  scripts: readonly AssetPath[];
  /** Goes on to this address at once. */
  refresh?: string;
}

/** A whole page in the client's dress: header and footer where its style has them, and one card. */
export function pageDocument(request: DomainRequest, style: ClientStyle, content: Document): Html {
  const { title, description, alert, body, language, refresh } = content;
  const styles = [assetUrl(request, '/assets/look.css'), themeUrl(request, style)];
  const logo = formLogo(request, style);
  const isLogoOutside = settingAt(style.settings, 'components.form.logo.formInclusion') === 'OUT';
  return html`<!doctype html>
<html lang="${language}" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
${refresh && html`<meta http-equiv="refresh" content="0;url=${refresh}">\n`}${icons(request, style)}${styles.map((url) => html`<link rel="stylesheet" href="${url}">\n`)}${content.scripts.map((path) => html`<script src="${assetUrl(request, path)}" defer></script>\n`)}</head>
<body>
${band(request, style, 'header')}
<main>
${isLogoOutside ? logo : undefined}
<div class="card">
${isLogoOutside ? undefined : logo}
<header class="title">
${graphicOf(request, style, content.graphic)}
<h1>${title}</h1>
${description && html`<p class="description">${description}</p>`}
</header>
${alert}
${body}
</div>
</main>
${band(request, style, 'footer')}
</body>
</html>
`;
}

/** The client's icon in the browser's tab, or ours. */
function icons(request: DomainRequest, style: ClientStyle): Html {
  const enabled = settingAt(style.settings, 'components.favicon.enabledTypes');
  const links = (['SVG', 'ICO'] as const).flatMap((type) => {
    const isOn = Array.isArray(enabled) && enabled.includes(type);
    const url = isOn && imageUrl(request, style, { category: `FAVICON_${type}`, mode: 'LIGHT' });
    const sizes = type === 'ICO' ? html` sizes="32x32"` : undefined;
    return url ? [html`<link rel="icon"${sizes} href="${url}">\n`] : [];
  });
  return links.length > 0
    ? html`${links}`
    : html`<link rel="icon" type="image/svg+xml" href="${assetUrl(request, '/assets/favicon.svg')}">\n`;
}

function formLogo(request: DomainRequest, style: ClientStyle): Html | undefined {
  const { settings, classic } = style;
  if (classic?.ImageUrl)
    return html`<div class="banner"><img class="logo" src="${classic.ImageUrl}" alt=""></div>`;
  if (settingAt(settings, 'components.form.logo.enabled') !== true) return undefined;
  const side = wordAt(settings, 'components.form.logo.location').toLowerCase();
  return picture(request, style, { category: 'FORM_LOGO', className: `logo ${side}` });
}

function band(request: DomainRequest, style: ClientStyle, place: 'header' | 'footer'): Html | undefined {
  const name = place === 'header' ? 'pageHeader' : 'pageFooter';
  const { settings } = style;
  if (settingAt(settings, `categories.global.${name}.enabled`) !== true) return undefined;
  const hasLogo = settingAt(settings, `components.${name}.logo.enabled`) === true;
  const side = wordAt(settings, `components.${name}.logo.location`).toLowerCase();
  const category = place === 'header' ? 'PAGE_HEADER_LOGO' : 'PAGE_FOOTER_LOGO';
  const logo = hasLogo ? picture(request, style, { category, className: '' }) : undefined;
  return place === 'header'
    ? html`<header class="page-header ${side}">${logo}</header>`
    : html`<footer class="page-footer ${side}">${logo}</footer>`;
}

const graphics = {
  email: 'EMAIL_GRAPHIC',
  phone: 'SMS_GRAPHIC',
  app: 'AUTH_APP_GRAPHIC',
  password: 'PASSWORD_GRAPHIC',
  passkey: 'PASSKEY_GRAPHIC',
} as const;

function graphicOf(
  request: DomainRequest,
  style: ClientStyle,
  graphic: Drawing | undefined,
): Html | undefined {
  if (!graphic || settingAt(style.settings, 'categories.form.displayGraphics') !== true) return undefined;
  const uploaded =
    graphic in graphics &&
    picture(request, style, { category: graphics[graphic as keyof typeof graphics], className: 'graphic' });
  return uploaded || html`<span class="graphic">${drawing(graphic)}</span>`;
}
