import type { Catalog } from './en.ts';

/** The languages of Cognito's managed login (developer guide, "Managed login localization"), as BCP 47 tags. */
export const languages = [
  'en',
  'de',
  'es',
  'fr',
  'id',
  'it',
  'ja',
  'ko',
  'nl',
  'pt-BR',
  'zh-CN',
  'zh-TW',
] as const;

export type Language = (typeof languages)[number];

const english = async () => (await import('./en.ts')).en;

/** Loads the texts of a language when they are first asked for. */
export const catalogs: Record<Language, () => Promise<Catalog>> = {
  en: english,
  de: english,
  es: english,
  fr: english,
  id: english,
  it: english,
  ja: english,
  ko: english,
  nl: english,
  'pt-BR': english,
  'zh-CN': english,
  'zh-TW': english,
};

/** Tags that mean a language of ours without being a prefix of it. */
const aliases: Record<string, Language> = {
  pt: 'pt-BR',
  'pt-pt': 'pt-BR',
  zh: 'zh-CN',
  'zh-hans': 'zh-CN',
  'zh-sg': 'zh-CN',
  'zh-hant': 'zh-TW',
  'zh-hk': 'zh-TW',
  'zh-mo': 'zh-TW',
  in: 'id',
};

/** The language of managed login that a BCP 47 tag asks for (`de-AT` → `de`). */
export function matchLanguage(tag: string): Language | undefined {
  const parts = tag.trim().toLowerCase().replaceAll('_', '-').split('-');
  for (let length = parts.length; length > 0; length -= 1) {
    const wanted = parts.slice(0, length).join('-');
    const found =
      languages.find((language) => language.toLowerCase() === wanted) ??
      (Object.hasOwn(aliases, wanted) ? aliases[wanted] : undefined);
    if (found) return found;
  }
  return undefined;
}

/** The first language of ours in an `Accept-Language` header (RFC 9110 §12.5.4), by preference. */
export function acceptedLanguage(header: string): Language | undefined {
  const ranges = header.split(',', 50).map((range) => {
    const [tag = '', ...parameters] = range.split(';');
    const quality = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find(Boolean);
    return { tag, quality: quality === undefined ? 1 : Number(quality) };
  });
  return ranges
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ tag }) => matchLanguage(tag))
    .find((language) => language !== undefined);
}
