import { type Html, html } from '../../html.ts';
import { termsOfClient } from '../../terms/terms.ts';
import type { Language } from '../languages/language.ts';
import type { Visit } from '../visit.ts';

/** As the links of terms name the languages of pages. */
const linkNames: Record<Language, string> = {
  en: 'english',
  de: 'german',
  es: 'spanish',
  fr: 'french',
  id: 'bahasa-indonesia',
  it: 'italian',
  ja: 'japanese',
  ko: 'korean',
  nl: 'dutch',
  'pt-BR': 'portuguese-brazil',
  'zh-CN': 'chinese-simplified',
  'zh-TW': 'chinese-traditional',
};

/** What people agree to by signing up, for a client that has such terms. */
export function termsSentence(visit: Visit): Html | undefined {
  const { t, markup } = visit.look;
  const link = (name: 'terms-of-use' | 'privacy-policy', label: string) => {
    const href = termsLink(visit, name);
    return href === undefined
      ? undefined
      : html`<a href="${href}" target="_blank" rel="noopener noreferrer">${label}</a>`;
  };
  const terms = link('terms-of-use', t('termsOfUse'));
  const privacy = link('privacy-policy', t('privacyPolicy'));
  const sentence =
    terms && privacy
      ? markup('agreeToBoth', { terms, privacy })
      : (terms && markup('agreeToTerms', { terms })) || (privacy && markup('agreeToPrivacy', { privacy }));
  return sentence && html`<p class="terms">${sentence}</p>`;
}

function termsLink({ attempt, look }: Visit, name: string): string | undefined {
  const { cognito, pool, client } = attempt;
  const links = termsOfClient(cognito, pool.id, client.id, name)?.Links ?? {};
  return links[`cognito:${linkNames[look.language]}`] ?? links['cognito:default'];
}
