/*
 * Password hashes of other systems, in the text forms those write: PHC strings
 * (https://github.com/P-H-C/phc-string-format), for BCRYPT its own form, for PBKDF2 passlib's as well.
 */
import { argon2, pbkdf2, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { compare } from 'bcryptjs';

export const hashAlgorithms = ['BCRYPT', 'SCRYPT', 'ARGON2ID', 'PBKDF2_SHA256'] as const;
export type HashAlgorithm = (typeof hashAlgorithms)[number];

/** A hash that can be checked. */
export interface ImportedHash {
  algorithm: HashAlgorithm;
  text: string;
}

type Verify = (password: string) => Promise<boolean>;

const argon2Async = promisify(argon2);
const pbkdf2Async = promisify(pbkdf2);
const scryptAsync = promisify<string, Buffer, number, object, Buffer>(scrypt);

/** Whether the password is the one that was hashed. `false` also for a hash that is not of its algorithm's form. */
export async function isImportedPassword(hash: ImportedHash, password: string): Promise<boolean> {
  const verify = verifierOf(hash);
  return verify ? verify(password) : false;
}

/** Whether a hash is of its algorithm's form, with parameters that this server is willing to compute. */
export function isReadableHash(hash: ImportedHash): boolean {
  return verifierOf(hash) !== undefined;
}

function verifierOf({ algorithm, text }: ImportedHash): Verify | undefined {
  switch (algorithm) {
    case 'ARGON2ID':
      return parseArgon2id(text);
    case 'SCRYPT':
      return parseScrypt(text);
    case 'PBKDF2_SHA256':
      return parsePbkdf2(text);
    case 'BCRYPT':
      return parseBcrypt(text);
  }
}

/** `$argon2id$v=19$m=65536,t=3,p=4$<salt>$<hash>` */
function parseArgon2id(text: string): Verify | undefined {
  const [, m, t, p, salt, hash] =
    /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([^$]+)\$([^$]+)$/.exec(text) ?? [];
  const bytes = decodePair(salt, hash);
  const [memory, passes, parallelism] = [Number(m), Number(t), Number(p)];
  const isSane = passes >= 1 && parallelism >= 1 && memory >= 8 * parallelism && memory <= 1_048_576;
  if (!bytes || bytes.salt.length < 8 || !isSane) return undefined;
  const settings = { nonce: bytes.salt, parallelism, tagLength: bytes.hash.length, memory, passes };
  return async (password) =>
    isEqual(await argon2Async('argon2id', { message: password, ...settings }), bytes.hash);
}

/** `$scrypt$ln=15,r=8,p=1$<salt>$<hash>` */
function parseScrypt(text: string): Verify | undefined {
  const [, ln, r, p, salt, hash] =
    /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([^$]+)\$([^$]+)$/.exec(text) ?? [];
  const bytes = decodePair(salt, hash);
  const [cost, blockSize, parallelization] = [2 ** Number(ln), Number(r), Number(p)];
  const maxmem = 256 * cost * blockSize;
  if (!bytes || Number(ln) < 1 || blockSize < 1 || parallelization < 1 || maxmem > 2 ** 30) return undefined;
  const settings = { cost, blockSize, parallelization, maxmem };
  return async (password) =>
    isEqual(await scryptAsync(password, bytes.salt, bytes.hash.length, settings), bytes.hash);
}

/** `$pbkdf2-sha256$i=600000$<salt>$<hash>`, also without `i=` */
function parsePbkdf2(text: string): Verify | undefined {
  const [, i, salt, hash] =
    /^\$pbkdf2-sha256\$(?:i=)?(\d{1,8})(?:,l=\d+)?\$([^$]+)\$([^$]+)$/.exec(text) ?? [];
  const bytes = decodePair(salt?.replaceAll('.', '+'), hash?.replaceAll('.', '+'));
  const iterations = Number(i);
  if (!bytes || iterations < 1 || iterations > 10_000_000) return undefined;
  return async (password) =>
    isEqual(await pbkdf2Async(password, bytes.salt, iterations, bytes.hash.length, 'sha256'), bytes.hash);
}

/** `$2b$12$<salt and hash>`; at most 2^16 rounds. */
function parseBcrypt(text: string): Verify | undefined {
  const [, rounds] = /^\$2[aby]\$(\d{2})\$[./A-Za-z0-9]{53}$/.exec(text) ?? [];
  if (!rounds || Number(rounds) < 4 || Number(rounds) > 16) return undefined;
  return (password) => compare(password, text);
}

const isEqual = (a: Buffer, b: Buffer) => a.length === b.length && timingSafeEqual(a, b);

/** Both in base64, padded or not; a hash of less than 128 bits proves nothing. */
function decodePair(salt: string | undefined, hash: string | undefined) {
  const isBase64 = (text: string) => /^[A-Za-z0-9+/]+={0,2}$/.test(text);
  if (!salt || !hash || !isBase64(salt) || !isBase64(hash)) return undefined;
  const pair = { salt: Buffer.from(salt, 'base64'), hash: Buffer.from(hash, 'base64') };
  return pair.hash.length >= 16 && pair.hash.length <= 128 ? pair : undefined;
}
