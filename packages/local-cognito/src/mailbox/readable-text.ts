const entities: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/** An e-mail's body as plain text: Cognito's templates may hold HTML, which is never shown as such. */
export function readableText(body: string): string {
  if (!/<[a-z!/]/i.test(body)) return body;
  return body
    .replace(/<(style|script|head|title)\b[\s\S]{0,20000}?<\/\1\s*>/gi, '')
    .replace(
      /<a\b[^>]{0,500}\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')[^>]{0,500}>([\s\S]{0,2000}?)<\/a\s*>/gi,
      (_, double, single, text) => withAddress(text, double ?? single),
    )
    .replace(/\s+/g, ' ')
    .replace(/<(?:br|\/p|\/div|\/li|\/h[1-6]|\/tr)\b[^>]*>/gi, '\n')
    .replace(/<\/?[a-z!][^>]*>/gi, '')
    .replace(/&(amp|lt|gt|quot|apos|nbsp);/g, (_, name) => entities[name] ?? '')
    .replace(/&#(\d{1,6});/g, (_, code) => String.fromCodePoint(Math.min(Number(code), 0x10ffff)))
    .replace(/ *\n */g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

const withAddress = (text: string, address: string) =>
  text.includes(address) ? text : `${text} (${address})`;
