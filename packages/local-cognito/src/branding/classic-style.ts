/** Where a class of the classic hosted UI is on our pages (developer guide, "Hosted UI (classic) branding"). */
const selectors: Record<string, string> = {
  '.background-customizable': '.card',
  '.banner-customizable': '.banner',
  '.errorMessage-customizable': '.alert.error',
  '.idpButton-customizable': '.button.provider',
  '.idpButton-customizable:hover': '.button.provider:hover',
  '.idpDescription-customizable': '.divider',
  '.inputField-customizable': '.field input',
  '.inputField-customizable:focus': '.field input:focus',
  '.label-customizable': '.field > label',
  '.legalText-customizable': '.terms',
  '.logo-customizable': '.logo',
  '.passwordCheck-notValid-customizable': '.rules li',
  '.passwordCheck-valid-customizable': '.rules li[data-kept]',
  '.redirect-customizable': '.links',
  '.socialButton-customizable': '.button.provider',
  '.submitButton-customizable': '.button.primary',
  '.submitButton-customizable:hover': '.button.primary:hover',
  '.textDescription-customizable': '.description',
};

const properties = new Set(
  'background background-color border border-color border-radius color display font-size font-weight height margin margin-bottom margin-top max-height max-width outline padding padding-bottom padding-top text-align text-transform width'.split(
    ' ',
  ),
);

/** Words, numbers with units, hex colours and `rgb(…)`: nothing that loads, computes or escapes. */
const plainValue = /^(?:(?:#?[\w.%-]+|rgba?\([\d\s.,%/]+\))(?:\s*,\s*|\s+|$))+$/;

/** What of the CSS of a UI customization our pages wear: Cognito's classes, written anew, with plain values. */
export function classicStyle(css: string): string {
  const [start = '', ...afterComments] = css.split('/*');
  const code = [start, ...afterComments.map((text) => text.split('*/').slice(1).join(' '))].join(' ');
  return code
    .split('}')
    .flatMap((rule) => {
      const [names = '', body = ''] = rule.split('{', 2);
      const selector = selectorOf(names);
      const declarations = body.split(';').flatMap(declarationOf);
      return selector && declarations.length > 0 ? [`${selector}{${declarations.join('')}}\n`] : [];
    })
    .join('');
}

function selectorOf(names: string): string | undefined {
  const known = names.split(',').map((name) => name.trim());
  const ours = known.flatMap((name) => (Object.hasOwn(selectors, name) ? [selectors[name]] : []));
  return ours.length > 0 ? ours.join(',') : undefined;
}

function declarationOf(text: string): string[] {
  const [property = '', given = ''] = text.split(':', 2).map((part) => part.trim());
  const name = property.toLowerCase();
  const value = given.slice(0, 100).replace('!important', '').trim();
  return properties.has(name) && plainValue.test(value) ? [`${name}:${value};`] : [];
}
