import { describe, expect, it } from 'vitest';
import { chooseLanguage } from './choose-language.ts';
import { en } from './en.ts';
import { acceptedLanguage, catalogs, languages, matchLanguage } from './language.ts';

const names = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

describe('the languages of managed login', () => {
  it.each(languages)(
    '%s has every text, none empty, each with the values of the English one',
    async (language) => {
      const catalog = await catalogs[language]();
      expect(Object.keys(catalog).sort()).toEqual(Object.keys(en).sort());
      for (const [key, text] of Object.entries(catalog)) {
        expect(text.trim(), key).toBe(text);
        expect(text, key).not.toBe('');
        expect(names(text), key).toEqual(names(en[key as keyof typeof en]));
      }
    },
  );

  it.each(languages.filter((language) => language !== 'en'))('%s is translated', async (language) => {
    const catalog = await catalogs[language]();
    const sentences = Object.entries(en).filter(([, text]) => text.split(' ').length > 3);
    const untranslated = sentences.filter(([key, text]) => catalog[key as keyof typeof en] === text);
    expect(untranslated).toEqual([]);
  });

  it('are found by their tags, by longer and shorter ones, and by old ones', () => {
    expect(['de-AT', 'pt', 'zh-Hant-HK', 'zh-hans', 'EN_us', 'in', 'fr-CA-x-any'].map(matchLanguage)).toEqual(
      ['de', 'pt-BR', 'zh-TW', 'zh-CN', 'en', 'id', 'fr'],
    );
    expect(['', 'x', 'constructor', '../de', 'den'].map(matchLanguage)).toEqual(Array(5).fill(undefined));
  });

  it('are chosen by what the browser prefers, in the order of its preference', () => {
    expect(acceptedLanguage('sv, fr;q=0.5, ja;q=0.8')).toBe('ja');
    expect(acceptedLanguage('de;q=0, it')).toBe('it');
    expect(acceptedLanguage('*')).toBeUndefined();
  });

  it('are chosen by lang, then ui_locales, then the cookie, then the browser, then English', () => {
    const choose = (query: string, lang?: string, accepted?: string) =>
      chooseLanguage({
        query: new URLSearchParams(query),
        cookies: lang === undefined ? {} : { lang },
        headers: accepted === undefined ? {} : { 'accept-language': accepted },
      });
    expect(choose('lang=ja&ui_locales=de', 'fr', 'it')).toBe('ja');
    expect(choose('lang=sv&ui_locales=da%20de', 'fr', 'it')).toBe('de');
    expect(choose('', 'fr', 'it')).toBe('fr');
    expect(choose('', 'sv', 'it-CH')).toBe('it');
    expect(choose('', undefined, 'sv')).toBe('en');
  });
});
