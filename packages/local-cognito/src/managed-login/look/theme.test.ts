import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergedSettings } from '../../branding/merged-style.ts';
import { contrast } from './color.ts';
import { themeStyle } from './theme.ts';

const variable = (css: string, name: string) =>
  [...css.matchAll(new RegExp(`--${name}:([^;]*);`, 'g'))].map(([, value]) => value ?? '');

const withScheme = (colorSchemeMode: string) =>
  themeStyle(mergedSettings({ Settings: { categories: { global: { colorSchemeMode } } } }));

/** Only declarations of custom properties and `color-scheme`, in `:root` and one media query. */
const isTame =
  /^(?:(?:@media \(prefers-color-scheme:dark\)\{)?:root\{(?:[a-z-]+:[a-z0-9#%.,() -]+;)*\}\}?\n)+$/;

describe('the theme of a client', () => {
  it('follows the browser unless the style is of one mode', () => {
    expect(withScheme('DYNAMIC')).toContain('@media (prefers-color-scheme:dark)');
    expect(withScheme('LIGHT')).toContain('color-scheme:light;');
    expect(withScheme('LIGHT')).not.toContain('dark');
    expect(withScheme('DARK')).not.toContain('color-scheme:light;');
  });

  it('wears the colours, radii and place of its settings over Cognito’s own', () => {
    const css = themeStyle(
      mergedSettings({
        Settings: {
          categories: { form: { location: { horizontal: 'END' } } },
          components: {
            form: { borderRadius: 20, lightMode: { backgroundColor: 'fafafaff' } },
            primaryButton: { lightMode: { defaults: { backgroundColor: '7c3aed' } } },
          },
        },
      }),
    );
    expect(variable(css, 'form-radius')).toEqual(['20px']);
    expect(variable(css, 'form-horizontal')).toEqual(['end']);
    expect(variable(css, 'form-background')).toEqual(['#fafafaff', '#0f1b2aff']);
    expect(variable(css, 'primary-background')[0]).toBe('#7c3aed');
    expect(variable(css, 'link-text')[0]).toBe('#0972d3ff');
  });

  it('keeps the label of the primary button readable on any colour', () => {
    const color = fc.integer({ min: 0, max: 0xffffff }).map((value) => value.toString(16).padStart(6, '0'));
    fc.assert(
      fc.property(color, color, (backgroundColor, textColor) => {
        const defaults = { backgroundColor, textColor };
        const css = themeStyle(
          mergedSettings({ Settings: { components: { primaryButton: { lightMode: { defaults } } } } }),
        );
        const [text = '', background = ''] = ['primary-text', 'primary-background'].map(
          (name) => variable(css, name)[0],
        );
        return contrast(text, background) >= 4.5;
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    'red;}body{display:none}',
    'url(https://evil.example)',
    '</style><script>alert(1)</script>',
    'ffffff}*{background:url(//evil.example)}',
  ])('takes over no text of the settings: %s', (hostile) => {
    const settings = mergedSettings({
      Settings: {
        categories: { global: { colorSchemeMode: hostile }, form: { location: { vertical: hostile } } },
        components: {
          form: { borderRadius: hostile, lightMode: { backgroundColor: hostile } },
          pageBackground: { image: { enabled: hostile }, lightMode: { color: hostile } },
          primaryButton: hostile,
        },
        componentClasses: { buttons: { borderRadius: { toString: hostile } } },
      },
    });
    const css = themeStyle(settings);
    expect(css).toMatch(isTame);
    expect(css).not.toMatch(/evil|<|display|url/);
    expect(variable(css, 'form-radius')).toEqual(['8px']);
  });
});
