import { createHash } from 'node:crypto';
import type { Answer } from '../../answer.ts';
import type { DomainRequest } from '../../oauth/domain-request.ts';
import { lookScript } from './scripts.ts';
import { styleSheet } from './style-sheet.ts';

/** What pages load beside themselves, by path below the domain. Scripts of pages stand here too. */
const assets = {
  '/assets/look.css': fixedAsset('text/css; charset=utf-8', styleSheet),
  '/assets/look.js': fixedAsset('text/javascript; charset=utf-8', lookScript),
};

export type AssetPath = keyof typeof assets;

interface Asset {
  type: string;
  body: string | Uint8Array;
  /** Changes with the body. */
  version: string;
}

function fixedAsset(type: string, body: string): Asset {
  return { type, body, version: contentVersion(body) };
}

/** Names a content: as part of an address it lets browsers keep what they have got for ever. */
export const contentVersion = (body: string | Uint8Array): string =>
  createHash('sha256').update(body).digest('base64url').slice(0, 16);

/** The address of an asset, with the version of its content. */
export const assetUrl = ({ basePath }: Pick<DomainRequest, 'basePath'>, path: AssetPath): string =>
  `${basePath}${path}?v=${assets[path].version}`;

/** Answers under each path of the assets. */
export function answerFixedAsset(request: DomainRequest): Answer {
  return answerAsset(request, assets[request.path as AssetPath]);
}

/** The asset, to be kept for ever when it was asked for by its version, and not at all otherwise. */
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
