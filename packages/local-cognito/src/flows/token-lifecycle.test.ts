import {
  AdminUserGlobalSignOutCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimsOf, createTestClock, startTenantPool } from '../testing/tenant-pool.ts';

const graceMs = 10_000;
const accessLifeMs = 300_000;
const refreshLifeMs = 3_600_000;

/** What the server should know, written down in the plainest way. */
interface SignIn {
  expiresAt: number;
  isRevoked: boolean;
  refresh: { token: string; replacedAt?: number }[];
  access: { token: string; expiresAt: number }[];
}

interface Model {
  signIns: SignIn[];
}

async function startReal(rotates: boolean) {
  const testClock = createTestClock();
  const tenant = await startTenantPool({
    clock: testClock.clock,
    appClient: {
      ExplicitAuthFlows: rotates
        ? ['ALLOW_USER_PASSWORD_AUTH']
        : ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      AccessTokenValidity: accessLifeMs / 60_000,
      RefreshTokenValidity: refreshLifeMs / 60_000,
      TokenValidityUnits: { AccessToken: 'minutes', RefreshToken: 'minutes' },
      RefreshTokenRotation: {
        Feature: rotates ? 'ENABLED' : 'DISABLED',
        RetryGracePeriodSeconds: rotates ? graceMs / 1000 : 0,
      },
    },
  });
  await tenant.addUser('alex');
  return { ...tenant, ...testClock, rotates };
}

type Real = Awaited<ReturnType<typeof startReal>>;
type Outcome = 'ok' | string;

const outcomeOf = (call: Promise<unknown>): Promise<Outcome> =>
  call.then(
    () => 'ok',
    (error: Error) => error.message,
  );

/** What a refresh token is worth. */
function refreshOutcome(signIn: SignIn, replacedAt: number | undefined, now: number): Outcome {
  if (signIn.isRevoked) return 'Refresh Token has been revoked';
  if (now >= signIn.expiresAt) return 'Refresh Token has expired';
  if (replacedAt !== undefined && now >= replacedAt + graceMs) {
    return 'Refresh Token has been rotated and cannot be used again';
  }
  return 'ok';
}

function accessOutcome(signIn: SignIn, expiresAt: number, now: number): Outcome {
  if (now >= expiresAt) return 'Access Token has expired';
  return signIn.isRevoked ? 'Access Token has been revoked' : 'ok';
}

type Command = fc.AsyncCommand<Model, Real>;

const command = (name: string, run: (model: Model, real: Real) => Promise<void>): Command => ({
  check: () => true,
  run,
  toString: () => name,
});

const all = <T>(model: Model, tokens: (signIn: SignIn) => T[]) =>
  model.signIns.flatMap((signIn) => tokens(signIn).map((token) => ({ signIn, token })));
const pick = <T>(items: T[], index: number): T | undefined => items[index % Math.max(items.length, 1)];

const accessOf = (token = '') => ({ token, expiresAt: Number(claimsOf(token).exp) * 1000 });

const signIn = () =>
  command('sign in', async (model, real) => {
    const { AccessToken, RefreshToken = '' } = (await real.signIn('alex')).AuthenticationResult ?? {};
    model.signIns.push({
      expiresAt: real.clock() + refreshLifeMs,
      isRevoked: false,
      refresh: [{ token: RefreshToken }],
      access: [accessOf(AccessToken)],
    });
  });

const refresh = (index: number) =>
  command(`refresh ${index}`, async (model, real) => {
    const chosen = pick(
      all(model, ({ refresh: tokens }) => tokens),
      index,
    );
    if (!chosen) return;
    const now = real.clock();
    const expected = refreshOutcome(chosen.signIn, chosen.token.replacedAt, now);
    const call = real.send(
      new GetTokensFromRefreshTokenCommand({ ClientId: real.clientId, RefreshToken: chosen.token.token }),
    );
    expect(await outcomeOf(call)).toBe(expected);
    if (expected !== 'ok') return;
    const { AccessToken, RefreshToken } = (await call).AuthenticationResult ?? {};
    chosen.signIn.access.push(accessOf(AccessToken));
    expect(RefreshToken === undefined).toBe(!real.rotates);
    if (RefreshToken === undefined) return;
    chosen.token.replacedAt ??= now;
    chosen.signIn.refresh.push({ token: RefreshToken });
  });

/** REFRESH_TOKEN_AUTH changes nothing, and is closed to clients that rotate. */
const refreshInPlace = (index: number) =>
  command(`refresh in place ${index}`, async (model, real) => {
    const chosen = pick(
      all(model, ({ refresh: tokens }) => tokens),
      index,
    );
    if (!chosen) return;
    const call = real.send(
      new InitiateAuthCommand({
        ClientId: real.clientId,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: chosen.token.token },
      }),
    );
    const expected = real.rotates
      ? 'REFRESH_TOKEN_AUTH flow not enabled for this client'
      : refreshOutcome(chosen.signIn, undefined, real.clock());
    expect(await outcomeOf(call)).toBe(expected);
  });

const useAccessToken = (index: number) =>
  command(`use access token ${index}`, async (model, real) => {
    const chosen = pick(
      all(model, ({ access }) => access),
      index,
    );
    if (!chosen) return;
    const call = real.send(new GetUserCommand({ AccessToken: chosen.token.token }));
    expect(await outcomeOf(call)).toBe(accessOutcome(chosen.signIn, chosen.token.expiresAt, real.clock()));
  });

const revoke = (index: number) =>
  command(`revoke ${index}`, async (model, real) => {
    const chosen = pick(
      all(model, ({ refresh: tokens }) => tokens),
      index,
    );
    if (!chosen) return;
    await real.send(new RevokeTokenCommand({ ClientId: real.clientId, Token: chosen.token.token }));
    chosen.signIn.isRevoked = true;
  });

const signOut = (index: number, byAdmin: boolean) =>
  command(`sign out everywhere ${byAdmin ? 'by an administrator' : index}`, async (model, real) => {
    const chosen = pick(
      all(model, ({ access }) => access),
      index,
    );
    if (byAdmin) {
      const input = { UserPoolId: real.userPoolId, Username: 'alex' };
      await real.send(new AdminUserGlobalSignOutCommand(input));
    } else {
      if (!chosen) return;
      const expected = accessOutcome(chosen.signIn, chosen.token.expiresAt, real.clock());
      const call = real.send(new GlobalSignOutCommand({ AccessToken: chosen.token.token }));
      expect(await outcomeOf(call)).toBe(expected);
      if (expected !== 'ok') return;
    }
    for (const known of model.signIns) known.isRevoked = true;
  });

const wait = (ms: number) =>
  command(`wait ${ms} ms`, async (_model, real) => {
    real.advance(ms);
  });

const index = fc.nat(20);
const commands = fc.commands(
  [
    fc.constant(signIn()),
    index.map(refresh),
    index.map(refresh),
    index.map(refreshInPlace),
    index.map(useAccessToken),
    index.map(useAccessToken),
    index.map(revoke),
    fc.tuple(index, fc.boolean()).map(([at, byAdmin]) => signOut(at, byAdmin)),
    fc.constantFrom(1, 1000, graceMs - 1, graceMs, accessLifeMs, refreshLifeMs / 2).map(wait),
  ],
  { maxCommands: 30 },
);

describe('the life of tokens', () => {
  for (const rotates of [false, true]) {
    it(`goes as a plain model says, ${rotates ? 'with' : 'without'} rotation`, async () => {
      const property = fc.asyncProperty(commands, async (run) => {
        await using real = await startReal(rotates);
        await fc.asyncModelRun(() => ({ model: { signIns: [] }, real }), run);
      });
      await fc.assert(property, { numRuns: 25 });
    });
  }

  it('is the refresh token’s alone where the client does not revoke', async () => {
    await using tenant = await startTenantPool({ appClient: { EnableTokenRevocation: false } });
    await tenant.addUser('alex');
    const { AccessToken, RefreshToken } = (await tenant.signIn('alex')).AuthenticationResult ?? {};
    expect(claimsOf(AccessToken).origin_jti).toBeUndefined();
    await expect(
      tenant.send(new RevokeTokenCommand({ ClientId: tenant.clientId, Token: RefreshToken })),
    ).rejects.toMatchObject({ name: 'UnsupportedOperationException' });
    const exchange = () =>
      tenant.send(new GetTokensFromRefreshTokenCommand({ ClientId: tenant.clientId, RefreshToken }));
    expect(claimsOf((await exchange()).AuthenticationResult?.IdToken).origin_jti).toBeUndefined();
    await tenant.send(new GlobalSignOutCommand({ AccessToken }));
    await expect(exchange()).rejects.toThrow('Refresh Token has been revoked');
  });
});
