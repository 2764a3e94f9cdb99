/*
 * The server's side of SRP-6a as Cognito speaks it (USER_SRP_AUTH): 3072-bit group, SHA-256, HKDF with the info
 * "Caldera Derived Key". Numbers are hashed in minimal two's complement, so leading zero bytes of a salt are lost.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { evenHex, g, N, power, powerOfGenerator } from './srp-group.ts';

const keyInfo = Buffer.from('Caldera Derived Key\u0001', 'utf8');

/** What the password hash depends on. */
export interface PasswordInput {
  /** The part of the pool id after `_`. */
  poolName: string;
  /** `USER_ID_FOR_SRP`: the real username. */
  userId: string;
  password: string;
  /** Hex. */
  salt: string;
}

/** One run of the protocol on the server; `privateKey` never leaves it. Both hex. */
export interface ServerEphemeral {
  privateKey: string;
  publicKey: string;
}

const multiplier = BigInt(`0x${sha256(Buffer.concat([padded(N), padded(g)])).toString('hex')}`);

/** x = H(salt ‖ H(poolName ‖ userId ‖ ":" ‖ password)). */
export function privateExponent(input: PasswordInput): bigint {
  const identity = sha256(Buffer.from(`${input.poolName}${input.userId}:${input.password}`, 'utf8'));
  return toBigInt(sha256(Buffer.concat([padded(BigInt(`0x${input.salt}`)), identity])));
}

/** The verifier g^x mod N, hex: what the server keeps instead of the password. About 0.4 ms. */
export function computeVerifier(input: PasswordInput): string {
  return evenHex(powerOfGenerator(privateExponent(input)));
}

/** True when the password belongs to the verifier. */
export function isPasswordOf(verifier: string, input: PasswordInput): boolean {
  return equal(sha256(Buffer.from(computeVerifier(input))), sha256(Buffer.from(verifier)));
}

/** `SRP_A` as a number, or `undefined` when it is not hex, too long, or zero modulo N (which would fix the key). */
export function parsePublicKey(hex: string): bigint | undefined {
  if (!/^[0-9a-fA-F]{1,1024}$/.test(hex)) return undefined;
  const value = BigInt(`0x${hex}`);
  return value % N === 0n ? undefined : value;
}

/** B = k·v + g^b mod N with a fresh 256-bit b. */
export function createServerEphemeral(verifier: string, privateKey = randomBytes(32)): ServerEphemeral {
  const B = (multiplier * BigInt(`0x${verifier}`) + powerOfGenerator(toBigInt(privateKey))) % N;
  return { privateKey: privateKey.toString('hex'), publicKey: evenHex(B) };
}

/** What the client proves the password with. */
export interface Proof {
  poolName: string;
  userId: string;
  verifier: string;
  /** From {@link parsePublicKey}. */
  clientPublicKey: bigint;
  server: ServerEphemeral;
  /** Base64, as sent in the challenge. */
  secretBlock: string;
  /** As the client wrote it: `Tue Mar 3 09:08:07 UTC 2026`. */
  timestamp: string;
}

/** The signature, base64, that a client with the right password sends; `undefined` when u is zero. */
export function expectedSignature(proof: Proof): string | undefined {
  const key = sessionKey(proof);
  if (!key) return undefined;
  return createHmac('sha256', key)
    .update(`${proof.poolName}${proof.userId}`, 'utf8')
    .update(Buffer.from(proof.secretBlock, 'base64'))
    .update(proof.timestamp, 'utf8')
    .digest('base64');
}

/** Compares in constant time. */
export function isProofValid(proof: Proof, signature: string): boolean {
  const expected = expectedSignature(proof);
  return expected !== undefined && equal(Buffer.from(expected), Buffer.from(signature));
}

/** HKDF-SHA256 of S = (A · v^u)^b, 16 bytes. */
function sessionKey({ clientPublicKey, verifier, server }: Proof): Buffer | undefined {
  const B = BigInt(`0x${server.publicKey}`);
  const u = toBigInt(sha256(Buffer.concat([padded(clientPublicKey), padded(B)])));
  if (u === 0n) return undefined;
  const base = (clientPublicKey * power(BigInt(`0x${verifier}`), u)) % N;
  const S = power(base, BigInt(`0x${server.privateKey}`));
  const pseudoRandomKey = createHmac('sha256', padded(u)).update(padded(S)).digest();
  return createHmac('sha256', pseudoRandomKey).update(keyInfo).digest().subarray(0, 16);
}

/** Bytes of a non-negative number in minimal two's complement. */
function padded(value: bigint): Buffer {
  const hex = evenHex(value);
  return Buffer.from(hex[0] !== undefined && hex[0] >= '8' ? `00${hex}` : hex, 'hex');
}

function sha256(data: Buffer): Buffer {
  return createHash('sha256').update(data).digest();
}

function toBigInt(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`);
}

function equal(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
