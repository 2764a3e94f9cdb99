import { describe, expect, it } from 'vitest';
import { startDomain } from '../testing/domain.ts';

type Domain = Awaited<ReturnType<typeof startDomain>>;

const signIn = async (domain: Domain) => (await domain.redeem((await domain.signIn('alex')).code)).body;
const revoke = (domain: Domain, token: string | undefined, form = {}) =>
  domain.post('/oauth2/revoke', { client_id: domain.client.id, token, ...form });

describe('POST /oauth2/revoke', () => {
  it('ends a sign-in, as often as it is asked', async () => {
    await using domain = await startDomain();
    const { refresh_token, access_token } = await signIn(domain);
    for (const _ of [1, 2]) expect((await revoke(domain, refresh_token)).status).toBe(200);
    const refreshed = await domain.token({ grant_type: 'refresh_token', refresh_token });
    expect(refreshed.body.error).toBe('invalid_grant');
    const info = await fetch(`${domain.base}/oauth2/userInfo`, {
      headers: { authorization: `Bearer ${access_token}` },
    });
    expect(info.status).toBe(401);
    expect((await revoke(domain, 'unknown')).status).toBe(200);
  });

  it('takes refresh tokens only', async () => {
    await using domain = await startDomain();
    const { id_token, access_token } = await signIn(domain);
    for (const token of [id_token, access_token]) {
      const { status, body } = await revoke(domain, token);
      expect([status, body.error]).toEqual([400, 'unsupported_token_type']);
    }
    expect((await revoke(domain, undefined)).body.error).toBe('invalid_request');
  });

  it('is for the client of the token, with its secret', async () => {
    await using domain = await startDomain();
    const { refresh_token } = await signIn(domain);
    const other = await domain.addClient({ GenerateSecret: true });
    const unproven = await revoke(domain, refresh_token, { client_id: other.id });
    expect([unproven.status, unproven.body.error]).toEqual([401, 'invalid_client']);
    const proven = await revoke(domain, refresh_token, { client_id: other.id, client_secret: other.secret });
    expect([proven.status, proven.body.error]).toEqual([400, 'unauthorized_client']);
    expect((await domain.token({ grant_type: 'refresh_token', refresh_token })).status).toBe(200);
  });

  it('is refused where the client does not revoke tokens', async () => {
    await using domain = await startDomain({ appClient: { EnableTokenRevocation: false } });
    const { refresh_token } = await signIn(domain);
    expect((await revoke(domain, refresh_token)).body.error).toBe('invalid_request');
  });
});
