/*
 * Arithmetic in the SRP group: RFC 3526 group 15 (3072-bit MODP), generator 2.
 */
import { constants, createPublicKey, getDiffieHellman, publicEncrypt } from 'node:crypto';

const prime = getDiffieHellman('modp15').getPrime();
const primeBytes = prime.length;
const primeBase64 = prime.toString('base64url');

/** The group's prime. */
export const N = BigInt(`0x${prime.toString('hex')}`);

/** The group's generator. */
export const g = 2n;

const exponentBits = 256;
const windowBits = 7;
const windowSize = 1 << windowBits;

let table: bigint[][] | undefined;

/** `table[i][d]` is g^(d · 2^(7i)): 50 ms and 2 MB once, then a power costs 37 multiplications and no squaring. */
function generatorTable(): bigint[][] {
  const rows: bigint[][] = [];
  let base = g;
  for (let bit = 0; bit < exponentBits; bit += windowBits) {
    const row = [1n];
    for (let digit = 1; digit < windowSize; digit++) row.push(((row[digit - 1] as bigint) * base) % N);
    rows.push(row);
    base = ((row[windowSize - 1] as bigint) * base) % N;
  }
  return rows;
}

/** g^exponent mod N for an exponent of at most 256 bits. */
export function powerOfGenerator(exponent: bigint): bigint {
  table ??= generatorTable();
  let result = 1n;
  let rest = exponent;
  for (const row of table) {
    const digit = Number(rest & BigInt(windowSize - 1));
    if (digit !== 0) result = (result * (row[digit] as bigint)) % N;
    rest >>= BigInt(windowBits);
  }
  return result;
}

/**
 * base^exponent mod N. Raw RSA (no padding) is modular exponentiation, and OpenSSL does it in a fifth of BigInt's
 * time; the documented Diffie-Hellman API would test N for primality at each use.
 */
export function power(base: bigint, exponent: bigint): bigint {
  const key = createPublicKey({
    key: { kty: 'RSA', n: primeBase64, e: Buffer.from(evenHex(exponent), 'hex').toString('base64url') },
    format: 'jwk',
  });
  const input = Buffer.from(base.toString(16).padStart(primeBytes * 2, '0'), 'hex');
  const output = publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, input);
  return BigInt(`0x${output.toString('hex')}`);
}

/** Lower-case hex of even length. */
export function evenHex(value: bigint): string {
  const hex = value.toString(16);
  return hex.length % 2 === 0 ? hex : `0${hex}`;
}
