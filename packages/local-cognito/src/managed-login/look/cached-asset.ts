import { createHash } from 'node:crypto';
import type { Answer } from '../../answer.ts';
import type { DomainRequest } from '../../oauth/domain-request.ts';

/** Something that pages load beside themselves. */
export interface Asset {
  /** Its media type. */
  type: string;
  body: string | Uint8Array;
  /** From {@link contentVersion}. */
  version: string;
}

/** Names a content: as `v` of an address it lets browsers keep for ever what they have got. */
export function contentVersion(body: string | Uint8Array): string {
  return createHash('sha256').update(body).digest('base64url').slice(0, 16);
}

/** The asset, to be kept for ever when it was asked for by its version, and asked for again each time otherwise. */
export function answerAsset(
  { query }: Pick<DomainRequest, 'query'>,
  { type, body, version }: Asset,
  headers: Record<string, string> = {},
): Answer {
  const isAskedByVersion = query.get('v') === version;
  return {
    status: 200,
    headers: {
      'content-type': type,
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': isAskedByVersion ? 'public, max-age=31536000, immutable' : 'no-cache',
      ...headers,
    },
    body,
  };
}
