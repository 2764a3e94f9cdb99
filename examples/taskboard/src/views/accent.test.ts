import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { accentHue } from './accent.ts';

const css = readFileSync(new URL('../assets/taskboard.css', import.meta.url), 'utf8');
const [light = '', dark = ''] = [...css.matchAll(/:root \{([^}]+)\}/g)].map((match) => match[1] ?? '');

/** Relative luminance (WCAG 2.2) of an oklch colour, by Björn Ottosson's matrices, clipped to sRGB. */
function luminance(block: string, name: string, hue: number): number {
  const match = new RegExp(`--${name}: oklch\\(([\\d.]+) ([\\d.]+) (var\\(--hue\\)|[\\d.]+)\\)`).exec(block);
  if (!match) throw new Error(`no colour ${name}`);
  const [lightness, chroma] = [Number(match[1]), Number(match[2])];
  const angle = ((match[3] === 'var(--hue)' ? hue : Number(match[3])) * Math.PI) / 180;
  const [a, b] = [chroma * Math.cos(angle), chroma * Math.sin(angle)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (value: number) => Math.min(1, Math.max(0, value));
  const red = clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
  const green = clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
  const blue = clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function worstContrast(block: string, front: string, back: string): number {
  const contrasts = Array.from({ length: 360 }, (_, hue) => {
    const [x, y] = [luminance(block, front, hue), luminance(block, back, hue)];
    return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
  });
  return Math.min(...contrasts);
}

describe('the accent of a tenant', () => {
  it('is the same for the same slug and differs between the seed tenants', () => {
    expect(accentHue('acme')).toBe(accentHue('acme'));
    expect(new Set(['acme', 'globex', 'initech', 'hooli'].map(accentHue)).size).toBe(4);
  });

  it.each([
    ['on-accent', 'accent'],
    ['accent', 'surface'],
    ['accent', 'page'],
    ['accent-strong', 'accent-soft'],
    ['quiet', 'sunken'],
    ['quiet', 'page'],
    ['quiet', 'accent-soft'],
    ['danger', 'danger-soft'],
    ['soon', 'soon-soft'],
    ['good', 'good-soft'],
  ])('gives text in %s on %s a contrast of 4.5 for every hue, light and dark', (front, back) => {
    expect(worstContrast(light, front, back)).toBeGreaterThanOrEqual(4.5);
    expect(worstContrast(dark, front, back)).toBeGreaterThanOrEqual(4.5);
  });

  it('gives the borders of fields a contrast of 3 for every hue, light and dark', () => {
    expect(worstContrast(light, 'field-line', 'surface')).toBeGreaterThanOrEqual(3);
    expect(worstContrast(dark, 'field-line', 'surface')).toBeGreaterThanOrEqual(3);
  });
});
