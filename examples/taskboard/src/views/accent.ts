import { createHash } from 'node:crypto';

/** The hue (0 to 359 degrees) that a tenant's slug stands for: always the same, spread over the circle. */
export function accentHue(slug: string): number {
  return createHash('sha256').update(slug).digest().readUInt16BE(0) % 360;
}

/** The stylesheet of a hue; `taskboard.css` makes all accent colours from it, at lightnesses that keep contrast. */
export function accentStylesheet(hue: number): string {
  return `:root{--hue:${hue}}\n`;
}
