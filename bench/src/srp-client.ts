import { createHash, createHmac, getDiffieHellman, hkdfSync, randomBytes } from 'node:crypto';

const N = BigInt(`0x${getDiffieHellman('modp15').getPrime('hex')}`);
const g = 2n;

/** Even number of hex digits, with a leading zero byte when the top bit is set. */
function pad(value: bigint | string): Buffer {
  const hex = typeof value === 'string' ? value : value.toString(16);
  const even = hex.length % 2 === 1 ? `0${hex}` : hex;
  return Buffer.from(/^[89a-f]/i.test(even) ? `00${even}` : even, 'hex');
}

const hash = (...parts: (Buffer | string)[]) =>
  BigInt(`0x${parts.reduce((sum, part) => sum.update(part), createHash('sha256')).digest('hex')}`);

const k = hash(pad(N), pad(g));

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let factor = base % N;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * factor) % N;
    factor = (factor * factor) % N;
  }
  return result;
}

/** The client's half of USER_SRP_AUTH with a 256-bit exponent, several times as fast as the official one. */
export function createSrpClient() {
  const a = BigInt(`0x${randomBytes(32).toString('hex')}`);
  const A = power(g, a);
  return {
    SRP_A: A.toString(16),
    /** `ChallengeResponses` for PASSWORD_VERIFIER. */
    prove(challenge: Record<string, string>, userPoolId: string, password: string): Record<string, string> {
      const { SALT = '', SRP_B = '', SECRET_BLOCK = '', USER_ID_FOR_SRP = '' } = challenge;
      const poolName = userPoolId.slice(userPoolId.indexOf('_') + 1);
      const identity = createHash('sha256').update(`${poolName}${USER_ID_FOR_SRP}:${password}`).digest();
      const x = hash(pad(BigInt(`0x${SALT}`)), identity);
      const B = BigInt(`0x${SRP_B}`);
      const u = hash(pad(A), pad(B));
      const base = (((B - k * power(g, x)) % N) + N) % N;
      const S = power(base, a + u * x);
      const key = Buffer.from(hkdfSync('sha256', pad(S), pad(u), 'Caldera Derived Key', 16));
      const [day, date, month, year, time] = new Date().toUTCString().replace(',', '').split(' ');
      const TIMESTAMP = `${day} ${month} ${Number(date)} ${time} UTC ${year}`;
      const signature = createHmac('sha256', key)
        .update(`${poolName}${USER_ID_FOR_SRP}`)
        .update(Buffer.from(SECRET_BLOCK, 'base64'))
        .update(TIMESTAMP)
        .digest('base64');
      return {
        USERNAME: USER_ID_FOR_SRP,
        PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
        PASSWORD_CLAIM_SIGNATURE: signature,
        TIMESTAMP,
      };
    },
  };
}
