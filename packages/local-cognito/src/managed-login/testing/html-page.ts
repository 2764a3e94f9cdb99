/*
 * Reads pages as far as tests look at them: what is visible, and forms by the labels that people see. Only for markup of
 * the pages here, which is regular.
 */

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

const unescaped = (text: string) =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? '');

/** The text of markup, blanks folded. */
const textOf = (markup: string) =>
  unescaped(markup.replace(/<\/?(a|strong)\b[^>]*>/g, '').replace(/<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim();

function attributesOf(tag: string): Record<string, string> {
  const found = tag.matchAll(/\s([\w-]+)(?:="([^"]*)")?/g);
  return Object.fromEntries([...found].map(([, name = '', value = '']) => [name, unescaped(value)]));
}

const all = (markup: string, element: string) =>
  [...markup.matchAll(new RegExp(`(<${element}\\b[^>]*>)([\\s\\S]*?)</${element}>`, 'g'))].map(
    ([, tag = '', content = '']) => ({ attributes: attributesOf(tag), text: textOf(content), content }),
  );

/** What a page shows and offers. */
export function readHtml(markup: string) {
  const body = /<body[^>]*>([\s\S]*)<\/body>/.exec(markup)?.[1] ?? '';
  const labels = new Map(all(body, 'label').map(({ attributes, text }) => [attributes.for ?? '', text]));
  const forms = all(body, 'form').map(({ attributes, content }) => ({
    action: attributes.action ?? '',
    inputs: [...content.matchAll(/<input\b[^>]*>/g)].map(([tag]) => {
      const input = attributesOf(tag);
      const { name = '', value = '', id = '' } = input;
      return { name, value, label: labels.get(id), attributes: input };
    }),
    buttons: all(content, 'button')
      .filter((button) => button.attributes.type === 'submit')
      .map((button) => ({
        label: button.text,
        name: button.attributes.name ?? '',
        value: button.attributes.value ?? '',
      })),
  }));
  const visible = body.replace(
    /<noscript>[\s\S]*?<\/noscript>|<div data-passkey-message[\s\S]*?<\/div>\s*<\/div>/g,
    '',
  );
  const alert = /<div class="alert[^>]*>[\s\S]*?<p>([\s\S]*?)<\/p>/.exec(visible)?.[1];
  return {
    markup,
    heading: all(body, 'h1')[0]?.text ?? '',
    text: textOf(visible),
    /** What the page says happened. */
    alert: alert === undefined ? undefined : textOf(alert),
    forms,
    links: all(body, 'a').map(({ attributes, text }) => ({ href: attributes.href ?? '', text })),
    /** The labels of all fields, in order. */
    fields: forms.flatMap(({ inputs }) => inputs.flatMap(({ label }) => label ?? [])),
    buttons: forms.flatMap(({ buttons }) => buttons.map(({ label }) => label)),
    /** The input under a label. */
    field(label: string) {
      const input = forms.flatMap(({ inputs }) => inputs).find((candidate) => candidate.label === label);
      if (!input) throw new Error(`The page “${textOf(body)}” has no field ${label}.`);
      return input;
    },
  };
}
