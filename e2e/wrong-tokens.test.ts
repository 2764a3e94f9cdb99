import { createHmac, createPublicKey, generateKeyPairSync, type JsonWebKey, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
  type LambdaConfigType,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Cohabit } from 'cohabit/up';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Person, personOf, startFresh } from './setup/cohabit.ts';
import { claimsOf, cognitoClient, signInWithPassword, type Tokens } from './setup/sign-in.ts';

const HOUR_MS = 3_600_000;

let skewMs = 0;
let cohabit: Cohabit;
let cognito: ReturnType<typeof cognitoClient>;
let hana: Person;
let tokens: Tokens;
let operatorTokens: Tokens;

beforeAll(async () => {
  cohabit = await startFresh({ clock: () => Date.now() + skewMs });
  cognito = cognitoClient(cohabit);
  hana = personOf(cohabit, { tenant: 'hooli', email: 'hana@hooli.example' });
  tokens = await signInWithPassword(cognito, hana);
  const { username: email, password, clientId } = cohabit.seed.operator;
  operatorTokens = await signInWithPassword(cognito, { email, password, clientId });
});

afterAll(async () => {
  cognito?.destroy();
  await cohabit?.close();
});

/** A protected route of each API, by who may call it. */
const doors = {
  'the taskboard': () => `${cohabit.urls.demo}/api/projects`,
  'the control plane': () => `${cohabit.urls.controlPlane}/v1/tenants/${hana.tenantId}`,
};

async function knock(url: string, headers: Record<string, string>) {
  const response = await fetch(url, { headers });
  const problem = (await response.json()) as { code?: string; status?: number };
  return { status: response.status, code: problem.code, response };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

function encode(part: unknown): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

/** The same token with other claims and the old signature. */
function withClaims(token: string, claims: Record<string, unknown>): string {
  const [header, , signature] = token.split('.');
  return [header, encode({ ...claimsOf(token), ...claims }), signature].join('.');
}

function flipSignature(token: string): string {
  const at = token.lastIndexOf('.') + 5;
  return `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
}

/** The claims signed by a key of the attacker's own, under the real key's id. */
function signedByStranger(token: string): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const input = token.split('.').slice(0, 2).join('.');
  return `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`;
}

function unsigned(token: string): string {
  return `${encode({ alg: 'none', typ: 'JWT' })}.${token.split('.')[1]}.`;
}

/** HS256 with the public key as the secret: works where a verifier lets the token choose the algorithm. */
async function signedWithPublicKey(token: string): Promise<string> {
  const jwks = (await (await fetch(`${hana.issuer}/.well-known/jwks.json`)).json()) as { keys: JsonWebKey[] };
  const key = createPublicKey({ key: jwks.keys[0] as JsonWebKey, format: 'jwk' });
  const header = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString());
  const input = `${encode({ ...header, alg: 'HS256' })}.${token.split('.')[1]}`;
  const secret = key.export({ type: 'spki', format: 'pem' });
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}

for (const [door, url] of Object.entries(doors)) {
  describe(`a token that is not right, at ${door}`, () => {
    it('is accepted when it is right', async () => {
      expect((await knock(url(), bearer(tokens.accessToken))).status).toBe(200);
    });

    it('is refused when there is none', async () => {
      const { status, code, response } = await knock(url(), {});
      expect({ status, code }).toEqual({ status: 401, code: 'unauthenticated' });
      expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/);
    });

    it('is refused in another scheme', async () => {
      expect(await knock(url(), { authorization: `Basic ${tokens.accessToken}` })).toMatchObject({
        status: 401,
      });
    });

    it('is refused when it is no token at all', async () => {
      expect(await knock(url(), bearer('not.a.token'))).toMatchObject({
        status: 401,
        code: 'token_malformed',
      });
    });

    it('is refused when it is an ID token', async () => {
      expect(await knock(url(), bearer(tokens.idToken))).toMatchObject({
        status: 401,
        code: 'token_use_mismatch',
      });
    });

    it('is refused when a claim was changed', async () => {
      const acme = cohabit.seed.tenants.find(({ slug }) => slug === 'acme');
      for (const claims of [
        { tenant_id: acme?.id },
        { roles: ['admin', 'member'] },
        { exp: 4_000_000_000 },
      ]) {
        expect(await knock(url(), bearer(withClaims(tokens.accessToken, claims)))).toMatchObject({
          status: 401,
          code: 'token_signature_invalid',
        });
      }
    });

    it('is refused when its signature was changed, made by a stranger or left out', async () => {
      const { accessToken } = tokens;
      const forged = [
        flipSignature(accessToken),
        signedByStranger(accessToken),
        unsigned(accessToken),
        await signedWithPublicKey(accessToken),
      ];
      for (const token of forged) expect(await knock(url(), bearer(token))).toMatchObject({ status: 401 });
    });

    it('is refused when it comes from a user pool that serves no tenant', async () => {
      const stranger = await signInAtStrangersPool();
      expect(await knock(url(), bearer(stranger.accessToken))).toMatchObject({
        status: 401,
        code: 'token_client_unknown',
      });
    });

    it('is refused when it comes from another issuer, which is not even asked for its keys', async () => {
      const asked: string[] = [];
      const elsewhere = createServer((request, response) => {
        asked.push(request.url ?? '');
        response.end('{"keys":[]}');
      }).listen(0);
      const { port } = elsewhere.address() as AddressInfo;
      const iss = `http://localhost:${port}/${hana.userPoolId}`;
      const answer = await knock(url(), bearer(withClaims(tokens.accessToken, { iss })));
      elsewhere.close();
      expect(answer).toMatchObject({ status: 401, code: 'token_issuer_unknown' });
      expect(asked).toEqual([]);
    });

    it('is refused when it has expired', async () => {
      skewMs = 2 * HOUR_MS;
      try {
        expect(await knock(url(), bearer(tokens.accessToken))).toMatchObject({
          status: 401,
          code: 'token_expired',
        });
      } finally {
        skewMs = 0;
      }
    });
  });
}

describe('an app client that serves no tenant', () => {
  it('gets no tokens, even in a user pool that serves tenants', async () => {
    const { UserPoolClient } = await cognito.send(
      new CreateUserPoolClientCommand({
        UserPoolId: hana.userPoolId,
        ClientName: 'stranger',
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      }),
    );
    await expect(
      signInWithPassword(cognito, { ...hana, clientId: UserPoolClient?.ClientId ?? '' }),
    ).rejects.toThrow(/serves no tenant/);
  });
});

describe('a user pool whose trigger is not ours', () => {
  it.each([
    ["a tenant's own pool", { tenant: 'acme', email: 'ada@acme.example' }, 'globex', 'ON'],
    ['the shared client', { tenant: 'hooli', email: 'hana@hooli.example' }, 'acme', 'OPTIONAL'],
  ] as const)(
    'cannot make tokens of a tenant that it does not serve: %s',
    async (_which, seeded, victim, mfa) => {
      const thief = personOf(cohabit, seeded);
      const tenant_id = cohabit.seed.tenants.find(({ slug }) => slug === victim)?.id ?? '';
      const { roles, user_id, membership_version, tenant_plan } = claimsOf(tokens.accessToken);
      const stolen = { tenant_id, tenant_plan, roles, user_id, membership_version };
      const LambdaArn = 'arn:aws:lambda:us-east-1:000000000000:function:not-ours';
      cohabit.cognito.registerFunction(LambdaArn, (event) => ({
        ...event,
        response: {
          claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride: stolen } },
        },
      }));
      const UserPoolId = thief.userPoolId;
      const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }));
      const setTrigger = (LambdaConfig: LambdaConfigType | undefined) =>
        cognito.send(
          new UpdateUserPoolCommand({
            UserPoolId,
            MfaConfiguration: mfa,
            Policies: UserPool?.Policies,
            LambdaConfig,
          }),
        );
      await setTrigger({ PreTokenGenerationConfig: { LambdaVersion: 'V2_0', LambdaArn } });
      try {
        const { accessToken } = await signInWithPassword(cognito, thief);
        expect(claimsOf(accessToken)).toMatchObject({ tenant_id, iss: thief.issuer });
        for (const url of [
          `${cohabit.urls.demo}/api/projects`,
          `${cohabit.urls.controlPlane}/v1/tenants/${tenant_id}`,
        ]) {
          expect(await knock(url, bearer(accessToken))).toMatchObject({
            status: 401,
            code: 'token_tenant_mismatch',
          });
        }
      } finally {
        await setTrigger(UserPool?.LambdaConfig);
      }
    },
  );
});

describe("an operator's token", () => {
  it('opens the control plane', async () => {
    const url = `${cohabit.urls.controlPlane}/v1/tenants`;
    expect((await knock(url, bearer(operatorTokens.accessToken))).status).toBe(200);
  });

  it('opens nothing at the taskboard', async () => {
    expect(await knock(doors['the taskboard'](), bearer(operatorTokens.accessToken))).toMatchObject({
      status: 401,
    });
  });
});

describe('a request that is not right', () => {
  const post = (body: string, token = operatorTokens.accessToken) =>
    fetch(`${cohabit.urls.controlPlane}/v1/tenants`, {
      method: 'POST',
      headers: { ...bearer(token), 'content-type': 'application/json' },
      body,
    });
  const tenant = {
    slug: 'umbrella',
    name: 'Umbrella',
    model: 'shared',
    plan: 'starter',
    firstAdmin: { email: 'uma@umbrella.example' },
  };

  it.each([
    ['malformed JSON', '{"slug":', 400, 'invalid_request'],
    [
      'a body that is too large',
      JSON.stringify({ ...tenant, name: 'x'.repeat(70_000) }),
      413,
      'body_too_large',
    ],
    ['a slug that is taken', JSON.stringify({ ...tenant, slug: 'acme' }), 409, 'slug_taken'],
    ['an illegal slug', JSON.stringify({ ...tenant, slug: 'Umbrella Corp' }), 400, 'slug_invalid'],
    ['a plan that does not exist', JSON.stringify({ ...tenant, plan: 'platinum' }), 400, 'plan_not_found'],
    [
      'a setting that the model cannot give',
      JSON.stringify({ ...tenant, settings: { mfa: 'required' } }),
      422,
      'setting_needs_model',
    ],
  ])('is refused for %s, and leaves nothing', async (_what, body, status, code) => {
    const response = await post(body);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({ status, code });
    const { items } = await cohabit.controlPlane.services.tenants.list({ slug: 'umbrella', limit: 1 });
    expect(items).toEqual([]);
  });
});

/** Somebody with a pool of their own at the same Cognito, who claims to be of a tenant. */
async function signInAtStrangersPool(): Promise<Tokens> {
  const { UserPool } = await cognito.send(
    new CreateUserPoolCommand({ PoolName: 'stranger', UsernameAttributes: ['email'] }),
  );
  const UserPoolId = UserPool?.Id ?? '';
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: 'stranger',
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    }),
  );
  await cognito.send(
    new AdminCreateUserCommand({ UserPoolId, Username: hana.email, MessageAction: 'SUPPRESS' }),
  );
  await cognito.send(
    new AdminSetUserPasswordCommand({
      UserPoolId,
      Username: hana.email,
      Password: hana.password,
      Permanent: true,
    }),
  );
  const clientId = UserPoolClient?.ClientId ?? '';
  return signInWithPassword(cognito, { email: hana.email, password: hana.password, clientId });
}
