import type { Branding } from '../../branding/managed-login-branding.ts';
import { settingAt } from '../../branding/merged-style.ts';
import { type Html, html } from '../../html.ts';
import type { DomainRequest } from '../../oauth/domain-request.ts';
import { contentVersion } from './cached-asset.ts';
import type { ClientStyle } from './client-style.ts';

export type Image = NonNullable<Branding['Assets']>[number];
export type Mode = 'LIGHT' | 'DARK';

/** Which image of a style: the one for the mode, else the one for both, else any. */
export interface Wanted {
  category: Image['Category'];
  mode: Mode;
  /** Of an `IDP_BUTTON_ICON`: the name of the provider. */
  resourceId?: string | undefined;
}

/** The image of a style that is wanted, if it has any such. */
export function findImage(
  { branding }: ClientStyle,
  { category, mode, resourceId }: Wanted,
): Image | undefined {
  const images = branding?.Assets?.filter(
    (image) => image.Category === category && image.Bytes && (!resourceId || image.ResourceId === resourceId),
  );
  return [mode, 'DYNAMIC']
    .map((wanted) => images?.find(({ ColorMode }) => ColorMode === wanted))
    .concat(images)
    .find((image) => image !== undefined);
}

/** The address of an image on this domain, with the version of its content; `undefined` when the style has none. */
export function imageUrl(
  { basePath }: Pick<DomainRequest, 'basePath'>,
  style: ClientStyle,
  wanted: Wanted,
): string | undefined {
  const image = findImage(style, wanted);
  if (!image?.Bytes) return undefined;
  const query = new URLSearchParams({
    client_id: style.clientId,
    category: wanted.category,
    mode: wanted.mode,
    ...(wanted.resourceId && { resource: wanted.resourceId }),
    v: contentVersion(image.Bytes),
  });
  return `${basePath}/assets/image?${query}`;
}

/** The image in the modes that the style has. */
export function picture(
  request: DomainRequest,
  style: ClientStyle,
  { className, ...wanted }: { category: Image['Category']; className: string },
): Html | undefined {
  const [light, dark] = (['LIGHT', 'DARK'] as const).map((mode) =>
    imageUrl(request, style, { ...wanted, mode }),
  );
  if (!light || !dark) return undefined;
  const scheme = settingAt(style.settings, 'categories.global.colorSchemeMode');
  const source =
    scheme !== 'LIGHT' && scheme !== 'DARK' && light !== dark
      ? html`<source media="(prefers-color-scheme: dark)" srcset="${dark}">`
      : undefined;
  return html`<picture>${source}<img class="${className}" src="${scheme === 'DARK' ? dark : light}" alt=""></picture>`;
}
