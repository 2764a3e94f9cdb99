/**
 * The rows of a CSV file, one at a time. A comma in a value is written `\,`, as AWS wants it, or the value stands in
 * double quotes (RFC 4180), as spreadsheets write it. Empty lines are left out.
 */
export function* readCsv(text: string): Generator<string[]> {
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (at < text.length) {
    const { row, next } = readRow(text, at);
    at = next;
    if (row.length > 1 || row[0] !== '') yield row;
  }
}

function readRow(text: string, start: number): { row: string[]; next: number } {
  const row: string[] = [];
  let at = start;
  for (;;) {
    const value = text[at] === '"' ? readQuoted(text, at) : readPlain(text, at);
    row.push(value.text);
    at = value.next;
    if (text[at] !== ',') break;
    at += 1;
  }
  if (text[at] === '\r') at += 1;
  return { row, next: at + 1 };
}

function readPlain(text: string, start: number): { text: string; next: number } {
  let value = '';
  let at = start;
  while (at < text.length && !',\r\n'.includes(text[at] ?? '')) {
    if (text[at] === '\\' && text[at + 1] === ',') at += 1;
    value += text[at];
    at += 1;
  }
  return { text: value, next: at };
}

/** A doubled quote is a quote; what follows the closing one up to the next comma or line is left out. */
function readQuoted(text: string, start: number): { text: string; next: number } {
  let value = '';
  let at = start + 1;
  while (at < text.length) {
    if (text[at] === '"' && text[at + 1] === '"') at += 1;
    else if (text[at] === '"') break;
    value += text[at];
    at += 1;
  }
  while (at < text.length && !',\r\n'.includes(text[at] ?? '')) at += 1;
  return { text: value, next: at };
}
