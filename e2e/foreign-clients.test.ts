import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';
import { JwtVerifier } from 'aws-jwt-verify';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import type { Cohabit } from 'cohabit/up';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Person, personOf, type SeededPerson, seededPeople, startFresh } from './setup/cohabit.ts';
import {
  claimsOf,
  cognitoClient,
  signInWithPassword,
  switchTenant,
  type Tokens,
  tokensFor,
} from './setup/sign-in.ts';
import { nextCode } from './setup/totp.ts';

let cohabit: Cohabit;
let cognito: ReturnType<typeof cognitoClient>;

beforeAll(async () => {
  cohabit = await startFresh();
  cognito = cognitoClient(cohabit);
});

afterAll(async () => {
  cognito?.destroy();
  await cohabit?.close();
});

/** aws-jwt-verify as its README says, but for the fetcher: its own insists on https. */
async function verified(person: Person, token: string): Promise<Record<string, unknown>> {
  const verifier = JwtVerifier.create(
    { issuer: person.issuer, audience: null, jwksUri: `${person.issuer}/.well-known/jwks.json` },
    {
      jwksCache: new SimpleJwksCache({
        fetcher: { fetch: async (uri) => (await fetch(uri)).arrayBuffer() },
      }),
    },
  );
  return { ...(await verifier.verify(token)) };
}

async function expectTenantTokens(person: Person, tokens: Pick<Tokens, 'accessToken' | 'idToken'>) {
  const access = await verified(person, tokens.accessToken);
  const id = await verified(person, tokens.idToken);
  const tenant = cohabit.seed.tenants.find(({ slug }) => slug === person.tenant);
  for (const claims of [access, id]) {
    expect(claims).toMatchObject({
      tenant_id: tenant?.id,
      roles: person.roles,
      user_id: expect.stringMatching(/^usr_/),
      membership_version: expect.any(Number),
      tenant_plan: expect.any(String),
    });
  }
  expect(access.user_id).toBe(id.user_id);
  expect(access).toMatchObject({ token_use: 'access', client_id: person.clientId });
  expect(id).toMatchObject({ token_use: 'id', aud: person.clientId, email: person.email });
}

function nameOf({ tenant, email }: SeededPerson): string {
  return `${email} of ${tenant}`;
}

describe('with clients that are not ours', () => {
  it('has exactly the people that are documented', () => {
    const seeded = cohabit.seed.tenants.flatMap(({ slug, users }) =>
      users.map(({ email, roles }) => ({ tenant: slug, email, roles })),
    );
    expect(seeded).toEqual(seededPeople);
  });

  for (const seeded of seededPeople) {
    it(`signs ${nameOf(seeded)} in with the AWS SDK, and aws-jwt-verify accepts both tokens`, async () => {
      const person = personOf(cohabit, seeded);
      await expectTenantTokens(person, await tokensFor(cognito, person));
    });

    it(`signs ${nameOf(seeded)} in with SRP through amazon-cognito-identity-js`, async () => {
      const person = personOf(cohabit, seeded);
      const tokens = await signInWithSrp(person);
      await expectTenantTokens(person, tokens);
    });
  }

  it('lets Alex switch between three tenants with one sign-in', async () => {
    const at = Object.fromEntries(
      ['globex', 'initech', 'hooli'].map((tenant) => [
        tenant,
        personOf(cohabit, { tenant, email: 'alex@example.com' }),
      ]),
    ) as Record<'globex' | 'initech' | 'hooli', Person>;
    const { clientId } = at.initech;
    const { refreshToken, accessToken } = await signInWithPassword(cognito, at.initech);
    const seen = new Set([claimsOf(accessToken).origin_jti]);
    for (const tenant of ['globex', 'initech', 'hooli', 'globex'] as const) {
      const { tenantId } = at[tenant];
      const tokens = await switchTenant(cognito, { clientId, refreshToken, tenantId });
      await expectTenantTokens({ ...at[tenant], clientId }, tokens);
      seen.add(claimsOf(tokens.accessToken).origin_jti);
      const me = await fetch(`${cohabit.urls.demo}/api/me`, {
        headers: { authorization: `Bearer ${tokens.accessToken}` },
      });
      expect(await me.json()).toMatchObject({ tenant: { id: tenantId, slug: tenant } });
    }
    expect(seen.size).toBe(1);
  });

  it('refuses Alex tokens of a tenant that Alex is no member of', async () => {
    const alex = personOf(cohabit, { tenant: 'initech', email: 'alex@example.com' });
    const acme = cohabit.seed.tenants.find(({ slug }) => slug === 'acme');
    const { refreshToken } = await signInWithPassword(cognito, alex);
    await expect(
      switchTenant(cognito, { clientId: alex.clientId, refreshToken, tenantId: acme?.id ?? '' }),
    ).rejects.toThrow(/not a member/);
  });

  it("refuses another tenant at a tenant's own client", async () => {
    const alex = personOf(cohabit, { tenant: 'globex', email: 'alex@example.com' });
    const initech = personOf(cohabit, { tenant: 'initech', email: 'alex@example.com' });
    const { refreshToken } = await signInWithPassword(cognito, alex);
    await expect(
      switchTenant(cognito, { clientId: alex.clientId, refreshToken, tenantId: initech.tenantId }),
    ).rejects.toThrow(/another tenant/);
  });

  it('refuses a wrong password', async () => {
    const ivan = personOf(cohabit, { tenant: 'initech', email: 'ivan@initech.example' });
    await expect(signInWithPassword(cognito, { ...ivan, password: 'Not-the-one-1!' })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });
});

/** What Amplify did for years: SRP, the code where it is asked for, then the tenant asked for by its id. */
async function signInWithSrp(person: Person): Promise<Tokens> {
  const Pool = new CognitoUserPool({
    UserPoolId: person.userPoolId,
    ClientId: person.clientId,
    endpoint: cohabit.urls.cognito,
  });
  const user = new CognitoUser({ Username: person.email, Pool });
  const metadata = { tenant_id: person.tenantId };
  return new Promise((resolve, reject) => {
    const callbacks = {
      onSuccess: (session: {
        getAccessToken(): { getJwtToken(): string };
        getIdToken(): { getJwtToken(): string };
        getRefreshToken(): { getToken(): string };
      }) =>
        resolve({
          accessToken: session.getAccessToken().getJwtToken(),
          idToken: session.getIdToken().getJwtToken(),
          refreshToken: session.getRefreshToken().getToken(),
        }),
      onFailure: reject,
    };
    const details = new AuthenticationDetails({
      Username: person.email,
      Password: person.password,
      ClientMetadata: metadata,
    });
    user.authenticateUser(details, {
      ...callbacks,
      totpRequired: () => {
        nextCode(person.totpSecret ?? '').then(
          (code) => user.sendMFACode(code, callbacks, 'SOFTWARE_TOKEN_MFA', metadata),
          reject,
        );
      },
    });
  });
}
