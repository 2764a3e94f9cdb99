import { encode } from 'uqr';
import { type Html, html } from '../../html.ts';
import type { Translate } from './translate.ts';

/** A QR code of the text, always dark on white, for a camera. */
export function qrFrame({ text, label }: { text: string; label: string }): Html {
  const { size, data } = encode(text, { border: 3 });
  const path = data
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('');
  return html`<div class="qr"><svg viewBox="0 0 ${size} ${size}" width="${size * 4}" height="${size * 4}" role="img" aria-label="${label}" shape-rendering="crispEdges"><path d="${path}"/></svg></div>`;
}

/** A text to copy by hand, with a button for it where scripts run. */
export function copyText(
  t: Translate,
  { name, label, text }: { name: string; label: string; text: string },
): Html {
  return html`<div class="field"><span class="label" id="${name}-label">${label}</span><div class="copy"><code id="${name}" aria-labelledby="${name}-label" role="textbox" aria-readonly="true" tabindex="0">${text}</code><button type="button" class="reveal" hidden data-copy="${name}" data-copied="${t('copied')}">${t('copy')}</button></div></div>`;
}
