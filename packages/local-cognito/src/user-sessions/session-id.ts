import { randomInt } from 'node:crypto';

const length = 28;
const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** An id as session management has them: `tkn` for tokens, `sso` for a browser. */
export function newSessionId(prefix: 'tkn' | 'sso'): string {
  let id: string = prefix;
  while (id.length < length) id += alphabet[randomInt(alphabet.length)];
  return id;
}
