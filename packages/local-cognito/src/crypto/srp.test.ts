import { createHash, createHmac, hkdfSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  computeVerifier,
  createServerEphemeral,
  expectedSignature,
  isPasswordOf,
  isProofValid,
  type PasswordInput,
  parsePublicKey,
  privateExponent,
} from './srp.ts';
import { N, power, powerOfGenerator } from './srp-group.ts';

const alice: PasswordInput = {
  poolName: 'abcdefghi',
  userId: 'alice',
  password: 'Passw0rd!',
  salt: 'a1b2c3d4e5f60718293a4b5c6d7e8f90',
};
const timestamp = 'Tue Mar 3 09:08:07 UTC 2026';
const secretBlock = 'c2VjcmV0LWJsb2Nr';
const digest = (hex: string) => createHash('sha256').update(hex).digest('hex');

/** Square and multiply, as slow and plain as can be. */
function slowPower(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base % N;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % N;
    square = (square * square) % N;
  }
  return result;
}

/** A client written from the protocol's description, sharing no arithmetic with the server. */
function clientSignature(input: PasswordInput, a: bigint, serverPublicKey: string): string {
  const pad = (value: bigint) => {
    let hex = value.toString(16);
    if (hex.length % 2 === 1) hex = `0${hex}`;
    return Buffer.from('89abcdef'.includes(hex.charAt(0)) ? `00${hex}` : hex, 'hex');
  };
  const hash = (...parts: (Buffer | string)[]) => {
    const sha = createHash('sha256');
    for (const part of parts) sha.update(part);
    return sha.digest();
  };
  const number = (bytes: Buffer) => BigInt(`0x${bytes.toString('hex')}`);
  const k = number(hash(pad(N), pad(2n)));
  const A = slowPower(2n, a);
  const B = BigInt(`0x${serverPublicKey}`);
  const x = number(
    hash(pad(BigInt(`0x${input.salt}`)), hash(`${input.poolName}${input.userId}:${input.password}`)),
  );
  const u = number(hash(pad(A), pad(B)));
  const base = (((B - k * slowPower(2n, x)) % N) + N) % N;
  const S = slowPower(base, a + u * x);
  const key = Buffer.from(hkdfSync('sha256', pad(S), pad(u), 'Caldera Derived Key', 16));
  return createHmac('sha256', key)
    .update(`${input.poolName}${input.userId}`)
    .update(Buffer.from(secretBlock, 'base64'))
    .update(timestamp)
    .digest('base64');
}

describe('SRP', () => {
  it('agrees with the published check vector at every step', () => {
    const A = powerOfGenerator(BigInt(`0x${'11'.repeat(32)}`));
    expect(digest(A.toString(16))).toBe('99f14375d9cdbb6a94ee1804aa89f307dd0cdc5c3a8002a9d24a1012a9d5e1a1');
    expect(privateExponent(alice).toString(16)).toBe(
      '40c36f8af3ef75cc27b3e822f899691a1bcc89846d0bfeba70b84b02f810832f',
    );
    const verifier = computeVerifier(alice);
    const server = createServerEphemeral(verifier, Buffer.alloc(32, 0x22));
    expect(digest(server.publicKey)).toBe('68ec482bc8650730511cccaabb40a447dc205d5f64ae7fd5967d6faecc23de94');
    const proof = { ...alice, verifier, clientPublicKey: A, server, secretBlock, timestamp };
    expect(expectedSignature(proof)).toBe('H0v46krlF1iUMn2F391b2gIa/DhixTVD1q6L9N50qEM=');
  });

  it('accepts what an independent client computes, and nothing when any input differs', () => {
    fc.assert(
      fc.property(
        fc.record({
          poolName: fc.stringMatching(/^[0-9a-zA-Z]{9}$/),
          userId: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
          password: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
          salt: fc
            .uint8Array({ minLength: 16, maxLength: 16 })
            .map((bytes) => Buffer.from(bytes).toString('hex')),
        }),
        fc.bigInt({ min: 1n, max: 2n ** 256n - 1n }),
        (input, a) => {
          const verifier = computeVerifier(input);
          const server = createServerEphemeral(verifier);
          const proof = {
            ...input,
            verifier,
            clientPublicKey: slowPower(2n, a),
            server,
            secretBlock,
            timestamp,
          };
          expect(isProofValid(proof, clientSignature(input, a, server.publicKey))).toBe(true);
          const wrong = { ...input, password: `${input.password}x` };
          expect(isProofValid(proof, clientSignature(wrong, a, server.publicKey))).toBe(false);
          expect(isPasswordOf(verifier, input)).toBe(true);
          expect(isPasswordOf(verifier, wrong)).toBe(false);
        },
      ),
      { numRuns: 8 },
    );
  });

  it('does the same arithmetic by table and by OpenSSL as by hand', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: N - 1n }),
        fc.bigInt({ min: 1n, max: 2n ** 256n - 1n }),
        (base, exponent) => {
          expect(power(base, exponent)).toBe(slowPower(base, exponent));
          expect(powerOfGenerator(exponent)).toBe(slowPower(2n, exponent));
        },
      ),
      {
        numRuns: 10,
        examples: [
          [N - 1n, 2n],
          [1n, 1n],
          [N - 2n, 2n ** 256n - 2n],
        ],
      },
    );
  });

  it('refuses client keys that would fix the session key or are no numbers of the group', () => {
    expect(parsePublicKey('0')).toBeUndefined();
    expect(parsePublicKey('00')).toBeUndefined();
    expect(parsePublicKey(N.toString(16))).toBeUndefined();
    expect(parsePublicKey((N * 2n).toString(16))).toBeUndefined();
    expect(parsePublicKey('')).toBeUndefined();
    expect(parsePublicKey('0x12')).toBeUndefined();
    expect(parsePublicKey('xyz')).toBeUndefined();
    expect(parsePublicKey('f'.repeat(1025))).toBeUndefined();
    expect(parsePublicKey('FF')).toBe(255n);
  });
});
