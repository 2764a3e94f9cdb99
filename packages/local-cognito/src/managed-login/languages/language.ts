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

/** Loads the texts of a language when they are first asked for. */
export const catalogs: Record<Language, () => Promise<Catalog>> = {
  en: async () => (await import('./en.ts')).en,
  de: async () => (await import('./de.ts')).de,
  es: async () => (await import('./es.ts')).es,
  fr: async () => (await import('./fr.ts')).fr,
  id: async () => (await import('./id.ts')).id,
  it: async () => (await import('./it.ts')).it,
  ja: async () => (await import('./ja.ts')).ja,
  ko: async () => (await import('./ko.ts')).ko,
  nl: async () => (await import('./nl.ts')).nl,
  'pt-BR': async () => (await import('./pt-br.ts')).ptBr,
  'zh-CN': async () => (await import('./zh-cn.ts')).zhCn,
  'zh-TW': async () => (await import('./zh-tw.ts')).zhTw,
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
