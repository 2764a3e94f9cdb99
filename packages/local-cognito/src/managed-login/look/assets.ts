import type { Answer } from '../../answer.ts';
import type { DomainRequest } from '../../oauth/domain-request.ts';
import { passkeyScript } from '../passkeys/passkey-script.ts';
import { type Asset, answerAsset, contentVersion } from './cached-asset.ts';
import { lookScript } from './scripts.ts';
import { styleSheet } from './style-sheet.ts';

const asset = (type: string, body: string): Asset => ({ type, body, version: contentVersion(body) });

const favicon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#0972d3"/><path d="M9.5 14.5h13a1.5 1.5 0 0 1 1.5 1.5v7.5a1.5 1.5 0 0 1-1.5 1.5h-13a1.5 1.5 0 0 1-1.5-1.5V16a1.5 1.5 0 0 1 1.5-1.5Zm2.5 0V11.5a4 4 0 0 1 8 0v3" fill="none" stroke="#fff" stroke-width="2.2"/></svg>';

/** What is the same for every client, by path below the domain. Scripts of single pages stand here too. */
const assets = {
  '/assets/look.css': asset('text/css; charset=utf-8', styleSheet),
  '/assets/favicon.svg': asset('image/svg+xml', favicon),
  '/assets/look.js': asset('text/javascript; charset=utf-8', lookScript),
  '/assets/passkeys.js': asset('text/javascript; charset=utf-8', passkeyScript),
};

export type AssetPath = keyof typeof assets;

/** The address of an asset, with the version of its content. */
export const assetUrl = ({ basePath }: Pick<DomainRequest, 'basePath'>, path: AssetPath): string =>
  `${basePath}${path}?v=${assets[path].version}`;

/** Answers under each path of the assets. */
export function answerFixedAsset(request: DomainRequest): Answer {
  return answerAsset(request, assets[request.path as AssetPath]);
}
