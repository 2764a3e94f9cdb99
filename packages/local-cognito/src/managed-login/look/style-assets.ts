import type { Answer } from '../../answer.ts';
import type { DomainRequest } from '../../oauth/domain-request.ts';
import { answerAsset, contentVersion } from './cached-asset.ts';
import { findImage, type Image, type Wanted } from './client-images.ts';
import { findClientStyle, plainStyle, themeSheet } from './client-style.ts';

/** `GET /assets/theme.css?client_id=`. */
export function answerTheme(request: DomainRequest): Answer {
  const style = findClientStyle(request, request.query.get('client_id') ?? '') ?? plainStyle;
  const body = themeSheet(request, style);
  return answerAsset(request, { type: 'text/css; charset=utf-8', body, version: contentVersion(body) });
}

const mediaTypes: Record<Image['Extension'], string> = {
  ICO: 'image/x-icon',
  JPEG: 'image/jpeg',
  PNG: 'image/png',
  SVG: 'image/svg+xml',
  WEBP: 'image/webp',
};

/** `GET /assets/image?client_id=&category=&mode=[&resource=]`: an image that somebody uploaded, never a document. */
export function answerImage(request: DomainRequest): Answer {
  const { query } = request;
  const style = findClientStyle(request, query.get('client_id') ?? '');
  const image =
    style &&
    findImage(style, {
      category: query.get('category') as Wanted['category'],
      mode: query.get('mode') as Wanted['mode'],
      resourceId: query.get('resource') ?? undefined,
    });
  if (!image?.Bytes)
    return { status: 404, headers: { 'content-type': 'text/plain' }, body: 'No such image.' };
  return answerAsset(
    request,
    {
      type: mediaTypes[image.Extension],
      body: Buffer.from(image.Bytes, 'base64'),
      version: contentVersion(image.Bytes),
    },
    // An SVG is a document where it is opened by itself: it gets no scripts and an origin of its own.
    { 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox" },
  );
}
