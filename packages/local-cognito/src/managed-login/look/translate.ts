import { type Html, html } from '../../html.ts';
import type { Catalog } from '../languages/en.ts';

export type TextKey = keyof Catalog;
type Values<T> = Readonly<Record<string, T>>;

/** The text of a key in the language of the page, `{name}` filled in from `values`. */
export type Translate = (key: TextKey, values?: Values<string | number>) => string;
/** The same for a text with markup in it, such as a link in the midst of a sentence. */
export type TranslateMarkup = (key: TextKey, values: Values<string | number | Html>) => Html;

export function createTranslate(catalog: Catalog): { t: Translate; markup: TranslateMarkup } {
  return {
    t: (key, values = {}) =>
      catalog[key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? '')),
    markup: (key, values) => {
      // Odd parts are names: `split` keeps what its group has found.
      const parts = catalog[key].split(/\{(\w+)\}/);
      return html`${parts.map((part, index) => html`${index % 2 ? values[part] : part}`)}`;
    },
  };
}
