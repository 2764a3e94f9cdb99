import {
  AdminDisableUserCommand,
  AdminUserGlobalSignOutCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { callback, createPkce, startDomain, startDomainServer } from '../testing/domain.ts';
import { claimsOf } from '../testing/tenant-pool.ts';

const otherCallback = 'https://app.acme.example/other';

describe('an authorization code', () => {
  it('is a UUID, and brings tokens to whoever began with the challenge of its verifier', async () => {
    await using domain = await startDomain();
    const { verifier, query } = createPkce();
    const { code } = await domain.signIn('alex', { query });
    expect(code).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    const { status, body } = await domain.redeem(code, { code_verifier: verifier });
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual([
      'id_token',
      'access_token',
      'refresh_token',
      'expires_in',
      'token_type',
    ]);
    expect(body).toMatchObject({ expires_in: 3600, token_type: 'Bearer' });
  });

  it('is good once; used again, it takes back what it brought', async () => {
    await using domain = await startDomain();
    const { code } = await domain.signIn('alex');
    const first = await domain.redeem(code);
    expect(first.status).toBe(200);
    const again = await domain.redeem(code);
    expect(again).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    const refreshed = await domain.token({
      grant_type: 'refresh_token',
      refresh_token: first.body.refresh_token,
    });
    expect(refreshed.body).toEqual({
      error: 'invalid_grant',
      error_description: 'Refresh Token has been revoked',
    });
    const info = await fetch(`${domain.base}/oauth2/userInfo`, {
      headers: { authorization: `Bearer ${first.body.access_token}` },
    });
    expect(info.status).toBe(401);
  });

  it('brings tokens once, however many ask at the same moment', async () => {
    await using domain = await startDomain();
    const { code } = await domain.signIn('alex');
    const answers = await Promise.all(Array.from({ length: 8 }, () => domain.redeem(code)));
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
    expect(answers.filter(({ body }) => body.error === 'invalid_grant').length).toBeGreaterThanOrEqual(7);
  });

  it('is good for five minutes', async () => {
    await using domain = await startDomain();
    const [early, late] = [await domain.signIn('alex'), await domain.signIn('alex')];
    domain.advance(5 * 60_000 - 1);
    expect((await domain.redeem(early.code)).status).toBe(200);
    domain.advance(1);
    const { body } = await domain.redeem(late.code);
    expect(body).toEqual({
      error: 'invalid_grant',
      error_description: 'The authorization code has expired.',
    });
  });

  it('is nothing in the hands of another app client, and stays good for its own', async () => {
    await using domain = await startDomain();
    const other = await domain.addClient();
    const { code } = await domain.signIn('alex');
    const stolen = await domain.redeem(code, { client_id: other.id });
    expect(stolen).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect((await domain.redeem(code)).status).toBe(200);
  });

  it('is nothing at the domain of another pool', async () => {
    await using server = await startDomainServer();
    const [acme, globex] = [await server.addPool('acme'), await server.addPool('globex')];
    await acme.addUser('alex');
    const { code } = await acme.signIn('alex');
    const { status, body } = await globex.redeem(code);
    expect([status, body.error]).toEqual([400, 'invalid_grant']);
    const foreign = await globex.redeem(code, { client_id: acme.client.id });
    expect([foreign.status, foreign.body.error]).toEqual([400, 'invalid_client']);
  });

  it.each([
    ['another of the client’s callbacks', otherCallback],
    ['a longer one', `${callback}/x`],
    ['none', ''],
  ])('needs the redirect URI it was sent to, not %s', async (_which, redirectUri) => {
    await using domain = await startDomain({ appClient: { CallbackURLs: [callback, otherCallback] } });
    const { code } = await domain.signIn('alex');
    const { status, body } = await domain.redeem(code, { redirect_uri: redirectUri });
    expect(status).toBe(400);
    expect(body).toMatchObject(
      redirectUri === ''
        ? { error: 'invalid_request' }
        : { error: 'unauthorized_client', error_description: 'invalid_redirect' },
    );
  });

  it.each([
    ['with another verifier', () => createPkce().verifier],
    ['without its verifier (PKCE downgrade)', () => undefined],
    ['with the challenge as verifier', (challenge: string) => challenge],
  ])('brings nothing %s', async (_how, verifierFor) => {
    await using domain = await startDomain();
    const { query } = createPkce();
    const { code } = await domain.signIn('alex', { query });
    const { status, body } = await domain.redeem(code, { code_verifier: verifierFor(query.code_challenge) });
    expect([status, body.error]).toEqual([400, 'invalid_grant']);
  });

  it('of a request whose challenge was stripped is refused when the app shows its verifier', async () => {
    await using domain = await startDomain();
    const { code } = await domain.signIn('alex');
    const { status, body } = await domain.redeem(code, { code_verifier: createPkce().verifier });
    expect(status).toBe(400);
    expect(body).toEqual({
      error: 'invalid_grant',
      error_description: 'There is a code_verifier, but there was no code_challenge.',
    });
  });

  it('that was made up is unknown', async () => {
    await using domain = await startDomain();
    const { body } = await domain.redeem('3f1c7a60-7e5c-4c3b-9a52-0a5d0f1e2b3c');
    expect(body).toMatchObject({
      error: 'invalid_grant',
      error_description: 'The authorization code is unknown.',
    });
  });

  it.each([
    ['was disabled', AdminDisableUserCommand, 'User is disabled.'],
    ['was signed out everywhere', AdminUserGlobalSignOutCommand, 'Refresh Token has been revoked'],
  ])('brings nothing once its user %s', async (_what, Command, description) => {
    await using domain = await startDomain();
    const { code } = await domain.signIn('alex');
    await domain.send(new Command({ UserPoolId: domain.userPoolId, Username: 'alex' }));
    const { status, body } = await domain.redeem(code);
    expect(status).toBe(400);
    expect(body).toEqual({ error: 'invalid_grant', error_description: description });
  });

  it('keeps the time of the sign-in and the nonce; times of the tokens are those of the exchange', async () => {
    await using domain = await startDomain();
    const signedInAt = Math.floor(domain.clock() / 1000);
    const { code } = await domain.signIn('alex', { query: { nonce: 'of-the-app' } });
    domain.advance(60_000);
    const { body } = await domain.redeem(code);
    const times = { auth_time: signedInAt, iat: signedInAt + 60, exp: signedInAt + 60 + 3600 };
    expect(claimsOf(body.id_token)).toMatchObject({ ...times, nonce: 'of-the-app' });
    expect(claimsOf(body.access_token)).toMatchObject(times);
    expect(claimsOf(body.access_token)).not.toHaveProperty('nonce');
  });
});
