import { describe, expect, it } from 'vitest';
import { callback, startFederatedPool } from '../testing/federated-pool.ts';

describe('a sign-in through an OpenID Connect provider', () => {
  it('makes a profile at the first time and gives the app a code', async () => {
    await using pool = await startFederatedPool();
    const { location, code, state } = await pool.signIn();
    expect(location).toContain(callback);
    expect({ code, state }).toEqual({ code: expect.any(String), state: 'of-the-app' });
    const user = await pool.user('Globex_ada-1815');
    expect(user).toMatchObject({
      UserStatus: 'EXTERNAL_PROVIDER',
      attributes: { email: 'ada@globex.example', email_verified: 'false', name: 'Ada Lovelace' },
    });
    expect(JSON.parse(user.attributes.identities ?? '')).toEqual([
      {
        userId: 'ada-1815',
        providerName: 'Globex',
        providerType: 'OIDC',
        issuer: null,
        primary: true,
        dateCreated: expect.any(Number),
      },
    ]);
    expect(await pool.groupsOf('Globex_ada-1815')).toEqual([`${pool.userPoolId}_Globex`]);
  });
});
