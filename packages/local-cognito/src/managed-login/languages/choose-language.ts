import type { DomainRequest } from '../../oauth/domain-request.ts';
import { acceptedLanguage, type Language, matchLanguage } from './language.ts';

/**
 * The language of a page: what the app asks for (`lang`, else the first of `ui_locales` that there is), else what it asked
 * for earlier (the cookie `lang`), else what the browser prefers, else English.
 */
export function chooseLanguage(
  { query, cookies, headers }: Pick<DomainRequest, 'query' | 'cookies' | 'headers'>,
  asked?: string,
): Language {
  const tags = [asked ?? '', query.get('lang') ?? '', ...(query.get('ui_locales') ?? '').split(' ', 20)];
  const wanted = [...tags, cookies.lang ?? ''].map(matchLanguage).find((language) => language !== undefined);
  return wanted ?? acceptedLanguage(headers['accept-language'] ?? '') ?? 'en';
}
