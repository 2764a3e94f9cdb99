import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { newId, type TenantId } from '@cohabit/core';
import { createVerifier, type TrustSource } from '@cohabit/sdk';
import { JwtRsaVerifier } from 'aws-jwt-verify';
import { createVerifier as createFastJwtVerifier } from 'fast-jwt';
import { type Figure, median, printFigures } from './table.ts';

const REGION = 'us-east-1';
const USER_POOL_ID = `${REGION}_bench0001`;
const CLIENT_ID = '1bench23456789012345678901';
const ISSUER = `https://cognito-idp.${REGION}.amazonaws.com/${USER_POOL_ID}`;
const KID = 'bench-key';

/** Verified tokens a second of the sdk, beside aws-jwt-verify and fast-jwt with and without its cache. */
export async function benchVerify(seconds: number): Promise<void> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: KID, alg: 'RS256', use: 'sig' };
  const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString();
  const tenantId = newId('tnt');
  const makeToken = () => {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      sub: randomUUID(),
      iss: ISSUER,
      client_id: CLIENT_ID,
      token_use: 'access',
      scope: 'aws.cognito.signin.user.admin',
      auth_time: now,
      iat: now,
      exp: now + 3600,
      jti: randomUUID(),
      username: randomUUID(),
      tenant_id: tenantId,
      tenant_plan: 'business',
      roles: ['member'],
      user_id: newId('usr'),
      membership_version: 1,
    };
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const signed = `${part({ alg: 'RS256', kid: KID })}.${part(claims)}`;
    return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
  };

  const ours = createVerifier({ trust: trustOf(tenantId), fetchJson: async () => ({ keys: [jwk] }) });
  const aws = JwtRsaVerifier.create({
    issuer: ISSUER,
    audience: null,
    jwksUri: `${ISSUER}/.well-known/jwks.json`,
  });
  aws.cacheJwks({ keys: [jwk as never] });
  const fast = createFastJwtVerifier({ key: pem, algorithms: ['RS256'], allowedIss: ISSUER });
  const fastCached = createFastJwtVerifier({
    key: pem,
    algorithms: ['RS256'],
    allowedIss: ISSUER,
    cache: 10_000,
  });

  // Each token once and never again within a measured stretch: no cache can help.
  const many = Array.from({ length: 25_000 }, makeToken);
  printFigures(
    'Verified tokens per second, every token seen for the first time',
    await interleaved(seconds, many, [
      { name: '@cohabit/sdk', fresh: () => createVerifierLike(tenantId, jwk) },
      { name: 'aws-jwt-verify 5.2', fresh: () => (token: string) => aws.verifySync(token) },
      { name: 'fast-jwt 6.3 without cache', fresh: () => (token: string) => fast(token) },
    ]),
  );

  const few = many.slice(0, 1_000);
  printFigures(
    'Verified requests per second, 1,000 people whose tokens come again and again',
    await interleaved(seconds, few, [
      { name: '@cohabit/sdk', fresh: () => (token: string) => ours.verify(token) },
      { name: 'fast-jwt 6.3 with cache', fresh: () => (token: string) => fastCached(token) },
      { name: 'aws-jwt-verify 5.2', fresh: () => (token: string) => aws.verifySync(token) },
    ]),
  );
}

interface Contender {
  name: string;
  /** Makes the function to measure anew for each round, so that its own caches start empty. */
  fresh(): (token: string) => unknown;
}

function createVerifierLike(tenantId: TenantId, jwk: object): (token: string) => unknown {
  const verifier = createVerifier({ trust: trustOf(tenantId), fetchJson: async () => ({ keys: [jwk] }) });
  return (token) => verifier.verify(token);
}

async function interleaved(seconds: number, tokens: string[], contenders: Contender[]): Promise<Figure[]> {
  const rounds = 3;
  const rates = contenders.map(() => [] as number[]);
  for (let round = 0; round <= rounds; round++) {
    for (const [index, contender] of contenders.entries()) {
      const rate = await run(contender.fresh(), tokens, seconds / rounds / contenders.length);
      if (round > 0) rates[index]?.push(rate);
    }
  }
  return contenders.map(({ name }, index) => ({ name, perSecond: median(rates[index] ?? []) }));
}

/** Ends when the time or, where each token may be seen only once, the tokens run out. */
async function run(verify: (token: string) => unknown, tokens: string[], seconds: number): Promise<number> {
  const repeat = tokens.length <= 1_000;
  await verify(tokens[0] as string);
  const start = performance.now();
  const end = start + seconds * 1000;
  let done = 0;
  while (performance.now() < end && (repeat || done + 100 <= tokens.length)) {
    for (let i = 0; i < 100; i++) await verify(tokens[(done + i) % tokens.length] as string);
    done += 100;
  }
  return done / ((performance.now() - start) / 1000);
}

function trustOf(tenantId: TenantId): TrustSource {
  const placement = {
    userPoolId: USER_POOL_ID,
    clientId: CLIENT_ID,
    region: REGION,
    audience: 'tenants' as const,
    tenantId,
  };
  const tenant = { id: tenantId, slug: 'bench', plan: 'business', suspended: false, placements: [placement] };
  return {
    findPlacement: async (userPoolId, clientId) =>
      userPoolId === USER_POOL_ID && clientId === CLIENT_ID ? placement : undefined,
    findTenant: async (id) => (id === tenantId ? tenant : undefined),
  };
}
