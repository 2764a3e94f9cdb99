import { randomInt, randomUUID } from 'node:crypto';

const lowerCase = 'abcdefghijklmnopqrstuvwxyz0123456789';
const mixedCase = `${lowerCase}ABCDEFGHIJKLMNOPQRSTUVWXYZ`;

function randomText(alphabet: string, length: number): string {
  let text = '';
  while (text.length < length) text += alphabet[randomInt(alphabet.length)];
  return text;
}

/** Where the ids of new pools, app clients and users come from. */
export interface Ids {
  newPoolId(): string;
  newClientId(): string;
  /** A new user's `sub`. */
  newSub(): string;
}

/** Random ids of Cognito's forms. */
export function createIds(region: string): Ids {
  return { newPoolId: () => newPoolId(region), newClientId, newSub: randomUUID };
}

/** `us-east-1_` and nine letters or digits. */
const newPoolId = (region: string) => `${region}_${randomText(mixedCase, 9)}`;

/** 26 lower-case letters or digits. */
const newClientId = () => randomText(lowerCase, 26);

/** 51 lower-case letters or digits. */
export const newClientSecret = () => randomText(lowerCase, 51);
