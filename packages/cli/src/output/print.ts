import { styleText } from 'node:util';

/** Writes a result to stdout: the value as JSON, or the text made for people. */
export function printResult(json: boolean | undefined, value: unknown, text: () => string): void {
  process.stdout.write(`${json ? JSON.stringify(value, null, 2) : text()}\n`);
}

/** A remark beside the result, on stderr so that stdout can be piped. */
export function remark(text: string): void {
  process.stderr.write(`${styleText('dim', text, { stream: process.stderr })}\n`);
}

export function heading(text: string): string {
  return styleText('bold', text, { stream: process.stdout });
}
