import { classicStyle } from '../../branding/classic-style.ts';
import { type Branding, brandingOfClient } from '../../branding/managed-login-branding.ts';
import { mergedSettings, mergeSettings, settingAt } from '../../branding/merged-style.ts';
import { type UiCustomization, uiCustomizationOf } from '../../branding/ui-customization.ts';
import type { DomainRequest } from '../../oauth/domain-request.ts';
import { contentVersion } from './cached-asset.ts';
import { imageUrl, type Mode } from './client-images.ts';
import { themeStyle } from './theme.ts';

/** How the pages of one client are dressed. */
export interface ClientStyle {
  clientId: string;
  /** A complete Settings document. */
  settings: unknown;
  branding?: Branding | undefined;
  /** Of the classic hosted UI. */
  classic?: UiCustomization | undefined;
}

/**
 * A domain with managed login wears the client's branding style, and a classic one its UI customization. `undefined` for a
 * client without a style on a domain with managed login: Cognito shows no pages for it.
 */
export function findClientStyle(
  { cognito, pool, domain }: DomainRequest,
  clientId: string,
): ClientStyle | undefined {
  if (domain.ManagedLoginVersion === 2) {
    const branding = brandingOfClient(cognito, pool.id, clientId);
    return branding && { clientId, settings: mergedSettings(branding), branding };
  }
  const classic = uiCustomizationOf(cognito, pool.id, clientId);
  // Classic styles are written for light pages.
  const scheme = { categories: { global: { colorSchemeMode: 'LIGHT' } } };
  const settings = mergedSettings();
  return { clientId, settings: classic?.CSS ? mergeSettings(settings, scheme) : settings, classic };
}

/** Without a client, and where a page must be shown all the same. */
export const plainStyle: ClientStyle = { clientId: '', settings: mergedSettings() };

/** The address of the style sheet in the client's colours. */
export function themeUrl(request: DomainRequest, style: ClientStyle): string {
  const query = new URLSearchParams({
    client_id: style.clientId,
    v: contentVersion(themeSheet(request, style)),
  });
  return `${request.basePath}/assets/theme.css?${query}`;
}

const backgrounds = {
  'page-image': ['PAGE_BACKGROUND', 'components.pageBackground.image.enabled'],
  'form-image': ['FORM_BACKGROUND', 'components.form.backgroundImage.enabled'],
  'header-image': ['PAGE_HEADER_BACKGROUND', 'components.pageHeader.backgroundImage.enabled'],
  'footer-image': ['PAGE_FOOTER_BACKGROUND', 'components.pageFooter.backgroundImage.enabled'],
} as const;

/** Colours, radii and background images of a client's pages. */
export function themeSheet(request: DomainRequest, style: ClientStyle): string {
  const images = (mode: Mode) =>
    Object.entries(backgrounds).flatMap(([variable, [category, path]]) => {
      const url = settingAt(style.settings, path) === true && imageUrl(request, style, { category, mode });
      return url ? [`--${variable}:url("${url}");`] : [];
    });
  const theme = themeStyle(style.settings, (mode) => images(mode).join(''));
  return theme + classicStyle(style.classic?.CSS ?? '');
}
