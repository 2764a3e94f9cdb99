import type { Answer } from '../answer.ts';
import { html } from '../html.ts';
import { localPage, pageAnswer } from '../local-pages/local-page.ts';
import { footer } from './choose-page.ts';
import type { FakeProvider } from './fake-provider.ts';
import { providerStyle } from './provider-style.ts';

/** A page of a fake provider that only says something, such as what is wrong with a request. */
export function messagePage(
  { settings: { displayName } }: FakeProvider,
  message: { heading: string; text: string; remedy?: string },
  options: { status: number; headers?: Answer['headers'] },
): Answer {
  const { heading, text, remedy } = message;
  const body = localPage({
    title: `${heading} · ${displayName}`,
    heading: displayName,
    about: html`A fake provider for development.`,
    className: 'sheet',
    style: providerStyle,
    main: html`<h2>${heading}</h2><p>${text}</p>${remedy === undefined ? undefined : html`<p>${remedy}</p>`}${footer}`,
  });
  return pageAnswer(body, options);
}
