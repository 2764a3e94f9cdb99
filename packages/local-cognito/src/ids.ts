import { randomInt } from 'node:crypto';

const lowerCase = 'abcdefghijklmnopqrstuvwxyz0123456789';
const mixedCase = `${lowerCase}ABCDEFGHIJKLMNOPQRSTUVWXYZ`;

function randomText(alphabet: string, length: number): string {
  let text = '';
  while (text.length < length) text += alphabet[randomInt(alphabet.length)];
  return text;
}

/** `us-east-1_` and nine letters or digits. */
export const newPoolId = (region: string) => `${region}_${randomText(mixedCase, 9)}`;

/** 26 lower-case letters or digits. */
export const newClientId = () => randomText(lowerCase, 26);

/** 51 lower-case letters or digits. */
export const newClientSecret = () => randomText(lowerCase, 51);
