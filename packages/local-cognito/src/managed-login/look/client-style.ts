import type { Answer } from '../../answer.ts';
import { brandingOfClient } from '../../branding/managed-login-branding.ts';
import { mergedSettings } from '../../branding/merged-style.ts';
import type { DomainRequest } from '../../oauth/domain-request.ts';
import { answerAsset, contentVersion } from './cached-asset.ts';
import { themeStyle } from './theme.ts';

const path = '/assets/theme.css';

/** The style of a client's pages: its Settings over Cognito's own. */
export function clientTheme(
  { cognito, pool }: Pick<DomainRequest, 'cognito' | 'pool'>,
  clientId: string,
): string {
  return themeStyle(mergedSettings(brandingOfClient(cognito, pool.id, clientId)));
}

/** The address of the style sheet in the colours of this client. */
export function themeUrl(request: DomainRequest, clientId = ''): string {
  const query = new URLSearchParams({
    client_id: clientId,
    v: contentVersion(clientTheme(request, clientId)),
  });
  return `${request.basePath}${path}?${query}`;
}

export function answerTheme(request: DomainRequest): Answer {
  const body = clientTheme(request, request.query.get('client_id') ?? '');
  return answerAsset(request, { type: 'text/css; charset=utf-8', body, version: contentVersion(body) });
}
