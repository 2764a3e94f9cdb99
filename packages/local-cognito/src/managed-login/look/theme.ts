import { defaultSettings } from '../../branding/default-settings.ts';
import { settingAt, wordAt } from '../../branding/merged-style.ts';
import { flatten, isReadable, mix, readableOn, readColor } from './color.ts';

/** Which variable of the style sheet shows which colour of a Settings document; `*` stands for the mode. */
const colors = {
  'page-background': 'components.pageBackground.*.color',
  'form-background': 'components.form.*.backgroundColor',
  'form-border': 'components.form.*.borderColor',
  'heading-text': 'components.pageText.*.headingColor',
  'body-text': 'components.pageText.*.bodyColor',
  'description-text': 'components.pageText.*.descriptionColor',
  'label-text': 'componentClasses.inputLabel.*.textColor',
  'hint-text': 'componentClasses.inputDescription.*.textColor',
  'input-background': 'componentClasses.input.*.defaults.backgroundColor',
  'input-border': 'componentClasses.input.*.defaults.borderColor',
  'placeholder-text': 'componentClasses.input.*.placeholderColor',
  focus: 'componentClasses.focusState.*.borderColor',
  'link-text': 'componentClasses.link.*.defaults.textColor',
  'link-hover-text': 'componentClasses.link.*.hover.textColor',
  divider: 'componentClasses.divider.*.borderColor',
  'option-background': 'componentClasses.optionControls.*.selected.backgroundColor',
  'option-card-background': 'componentClasses.optionControls.*.defaults.backgroundColor',
  'error-background': 'components.alert.*.error.backgroundColor',
  'error-border': 'components.alert.*.error.borderColor',
  'error-text': 'componentClasses.statusIndicator.*.error.indicatorColor',
  'success-background': 'componentClasses.statusIndicator.*.success.backgroundColor',
  'success-border': 'componentClasses.statusIndicator.*.success.borderColor',
  'success-text': 'componentClasses.statusIndicator.*.success.indicatorColor',
  'warning-background': 'componentClasses.statusIndicator.*.warning.backgroundColor',
  'warning-border': 'componentClasses.statusIndicator.*.warning.borderColor',
  'warning-text': 'componentClasses.statusIndicator.*.warning.indicatorColor',
  'primary-background': 'components.primaryButton.*.defaults.backgroundColor',
  'primary-text': 'components.primaryButton.*.defaults.textColor',
  'primary-hover-background': 'components.primaryButton.*.hover.backgroundColor',
  'primary-hover-text': 'components.primaryButton.*.hover.textColor',
  'primary-active-background': 'components.primaryButton.*.active.backgroundColor',
  'primary-active-text': 'components.primaryButton.*.active.textColor',
  'secondary-background': 'components.secondaryButton.*.defaults.backgroundColor',
  'secondary-border': 'components.secondaryButton.*.defaults.borderColor',
  'secondary-text': 'components.secondaryButton.*.defaults.textColor',
  'secondary-hover-background': 'components.secondaryButton.*.hover.backgroundColor',
  'secondary-hover-border': 'components.secondaryButton.*.hover.borderColor',
  'secondary-hover-text': 'components.secondaryButton.*.hover.textColor',
  'secondary-active-background': 'components.secondaryButton.*.active.backgroundColor',
  'secondary-active-border': 'components.secondaryButton.*.active.borderColor',
  'secondary-active-text': 'components.secondaryButton.*.active.textColor',
  'provider-background': 'components.idpButton.standard.*.defaults.backgroundColor',
  'provider-border': 'components.idpButton.standard.*.defaults.borderColor',
  'provider-text': 'components.idpButton.standard.*.defaults.textColor',
  'provider-hover-background': 'components.idpButton.standard.*.hover.backgroundColor',
  'provider-hover-border': 'components.idpButton.standard.*.hover.borderColor',
  'provider-hover-text': 'components.idpButton.standard.*.hover.textColor',
  'provider-active-background': 'components.idpButton.standard.*.active.backgroundColor',
  'provider-active-border': 'components.idpButton.standard.*.active.borderColor',
  'provider-active-text': 'components.idpButton.standard.*.active.textColor',
  'header-background': 'components.pageHeader.*.background.color',
  'header-border': 'components.pageHeader.*.borderColor',
  'footer-background': 'components.pageFooter.*.background.color',
  'footer-border': 'components.pageFooter.*.borderColor',
} as const;

const radii = {
  'form-radius': 'components.form.borderRadius',
  'alert-radius': 'components.alert.borderRadius',
  'button-radius': 'componentClasses.buttons.borderRadius',
  'input-radius': 'componentClasses.input.borderRadius',
} as const;

type Mode = 'lightMode' | 'darkMode';

/**
 * The style sheet that dresses the pages in a Settings document, of which nothing is taken over but numbers and hex colours.
 * `more` adds variables for a mode.
 */
export function themeStyle(settings: unknown, more: (mode: 'LIGHT' | 'DARK') => string = () => ''): string {
  const scheme = settingAt(settings, 'categories.global.colorSchemeMode');
  const shape = Object.entries(radii).map(([name, path]) => `--${name}:${radius(settings, path)}px;`);
  const light = `color-scheme:light;${modeVariables(settings, 'lightMode')}${more('LIGHT')}`;
  const dark = `color-scheme:dark;${modeVariables(settings, 'darkMode')}${more('DARK')}`;
  const root = `:root{${shape.join('')}${placement(settings)}}\n`;
  if (scheme === 'LIGHT') return `${root}:root{${light}}\n`;
  if (scheme === 'DARK') return `${root}:root{${dark}}\n`;
  return `${root}:root{${light}}\n@media (prefers-color-scheme:dark){:root{${dark}}}\n`;
}

function modeVariables(settings: unknown, mode: Mode): string {
  const color = (path: string) => {
    const ofMode = path.replace('*', mode);
    return (
      readColor(settingAt(settings, ofMode)) ?? readColor(settingAt(defaultSettings, ofMode)) ?? '#000000'
    );
  };
  const values = new Map(Object.entries(colors).map(([name, path]) => [name, color(path)]));
  const of = (name: keyof typeof colors) => values.get(name) ?? '#000000';
  for (const state of ['primary', 'primary-hover', 'primary-active'] as const) {
    const background = flatten(of(`${state}-background`), of('form-background'));
    // A brand's colour is chosen for its looks: the label has to be read on it all the same (WCAG 2.2, 1.4.3).
    if (!isReadable(of(`${state}-text`), background)) values.set(`${state}-text`, readableOn(background));
  }
  values.set(
    'input-text',
    readableOn(flatten(of('input-background'), of('form-background')), of('heading-text')),
  );
  values.set('option-card-border', mix(of('input-border'), of('form-background'), 0.55));
  values.set('focus-halo', `${of('focus').slice(0, 7)}33`);
  values.set('graphic', of('link-text'));
  values.set('graphic-background', mix(of('link-text'), of('form-background'), 0.12));
  const tint = of('primary-background').slice(0, 7);
  if (settingAt(settings, 'components.pageBackground.image.enabled') === true) {
    values.set(
      'page-image',
      `radial-gradient(60rem 40rem at 12% -8%,${tint}24,transparent 70%),radial-gradient(56rem 44rem at 100% 108%,${tint}1f,transparent 70%)`,
    );
  }
  return [...values].map(([name, value]) => `--${name}:${value};`).join('');
}

function radius(settings: unknown, path: string): number {
  const value = settingAt(settings, path);
  return typeof value === 'number' && value >= 0 ? Math.min(value, 100) : 8;
}

const alignments: Record<string, string> = {
  START: 'start',
  CENTER: 'center',
  END: 'end',
  TOP: 'start',
  BOTTOM: 'end',
};

function placement(settings: unknown): string {
  const align = (direction: string) =>
    alignments[wordAt(settings, `categories.form.location.${direction}`)] ?? 'center';
  return `--form-vertical:${align('vertical')};--form-horizontal:${align('horizontal')};`;
}
