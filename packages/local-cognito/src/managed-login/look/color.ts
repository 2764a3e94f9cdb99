/** `#rrggbb` or `#rrggbbaa`, lower case. */
export type Color = string;

/** A colour of a Settings document (`RRGGBB`, `RRGGBBAA`, `#` or not); `undefined` for whatever else stands there. */
export function readColor(value: unknown): Color | undefined {
  const hex = typeof value === 'string' ? /^#?([0-9a-f]{6}(?:[0-9a-f]{2})?)$/i.exec(value)?.[1] : undefined;
  return hex === undefined ? undefined : `#${hex.toLowerCase()}`;
}

const channels = (color: Color): [number, number, number] => [
  Number.parseInt(color.slice(1, 3), 16),
  Number.parseInt(color.slice(3, 5), 16),
  Number.parseInt(color.slice(5, 7), 16),
];

/** Relative luminance, without the alpha (WCAG 2.2). */
function luminance(color: Color): number {
  const [red, green, blue] = channels(color).map((channel) => {
    const value = channel / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The contrast ratio of two opaque colours, 1 to 21 (WCAG 2.2). */
export function contrast(one: Color, other: Color): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

/** Level AA for text. */
export const isReadable = (text: Color, background: Color): boolean => contrast(text, background) >= 4.5;

/** `wanted` where it can be read on the background, else the better of black and white, one of which always can. */
export function readableOn(background: Color, wanted?: Color): Color {
  if (wanted !== undefined && isReadable(wanted, background)) return wanted;
  const [dark, light] = ['#000000', '#ffffff'] as const;
  return contrast(dark, background) > contrast(light, background) ? dark : light;
}

/** `share` of one opaque colour, the rest of the other. */
export function mix(one: Color, other: Color, share: number): Color {
  const rest = channels(other);
  const mixed = channels(one).map((channel, index) =>
    Math.round(channel * share + (rest[index] ?? 0) * (1 - share)),
  );
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

/** The opaque colour that is seen where a colour with alpha lies over another. */
export function flatten(color: Color, under: Color): Color {
  const alpha = color.length > 7 ? Number.parseInt(color.slice(7), 16) / 255 : 1;
  return mix(color, under, alpha);
}
