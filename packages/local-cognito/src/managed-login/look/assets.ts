import type { Answer } from '../../answer.ts';
import type { DomainRequest } from '../../oauth/domain-request.ts';
import { type Asset, answerAsset, contentVersion } from './cached-asset.ts';
import { lookScript } from './scripts.ts';
import { styleSheet } from './style-sheet.ts';

const asset = (type: string, body: string): Asset => ({ type, body, version: contentVersion(body) });

/** What is the same for every client, by path below the domain. Scripts of single pages stand here too. */
const assets = {
  '/assets/look.css': asset('text/css; charset=utf-8', styleSheet),
  '/assets/look.js': asset('text/javascript; charset=utf-8', lookScript),
};

export type AssetPath = keyof typeof assets;

/** The address of an asset, with the version of its content. */
export const assetUrl = ({ basePath }: Pick<DomainRequest, 'basePath'>, path: AssetPath): string =>
  `${basePath}${path}?v=${assets[path].version}`;

/** Answers under each path of the assets. */
export function answerFixedAsset(request: DomainRequest): Answer {
  return answerAsset(request, assets[request.path as AssetPath]);
}
