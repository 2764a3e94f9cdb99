import {
  AdminUserGlobalSignOutCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { startDomain, startDomainServer } from '../testing/domain.ts';
import { password } from '../testing/tenant-pool.ts';

const ask = async (base: string, authorization?: string, method = 'GET') => {
  const response = await fetch(`${base}/oauth2/userInfo`, {
    method,
    headers: authorization === undefined ? {} : { authorization },
  });
  return {
    status: response.status,
    challenge: response.headers.get('www-authenticate'),
    body: await response.json(),
  };
};

describe('/oauth2/userInfo', () => {
  it.each(['GET', 'POST'])(
    'tells by %s who the user is, as far as the scopes go, as text',
    async (method) => {
      await using domain = await startDomain();
      const { code } = await domain.signIn('alex', { query: { scope: 'openid email' } });
      const { access_token } = (await domain.redeem(code)).body;
      const { status, body } = await ask(domain.base, `Bearer ${access_token}`, method);
      expect(status).toBe(200);
      expect(body).toEqual({
        sub: domain.sub,
        username: 'alex',
        email: 'alex@acme.example',
        email_verified: 'true',
      });
    },
  );

  it('is refused without a bearer token', async () => {
    await using domain = await startDomain();
    for (const authorization of [undefined, 'Bearer', 'Bearer ', 'Basic YTpi']) {
      expect(await ask(domain.base, authorization)).toMatchObject({
        status: 400,
        challenge:
          'Bearer error="invalid_request", error_description="Bad OAuth2 request at UserInfo Endpoint"',
      });
    }
  });

  it('is refused with a token that is signed out, expired, forged, of another use or of another pool', async () => {
    await using server = await startDomainServer();
    const [acme, globex] = [await server.addPool('acme'), await server.addPool('globex')];
    await acme.addUser('alex');
    const tokens = async () => (await acme.redeem((await acme.signIn('alex')).code)).body;
    const { access_token = '', id_token } = await tokens();
    expect((await ask(acme.base, `Bearer ${access_token}`)).status).toBe(200);
    const [header, claims] = access_token.split('.');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    const bad = [id_token, `${header}.${claims}.AAAA`, `${none}.${claims}.AAAA`, 'a.b.c'];
    const refused = await Promise.all(bad.map((token) => ask(acme.base, `Bearer ${token}`)));
    refused.push(await ask(globex.base, `Bearer ${access_token}`));
    const expired = (await tokens()).access_token;
    await server.send(new AdminUserGlobalSignOutCommand({ UserPoolId: acme.userPoolId, Username: 'alex' }));
    refused.push(await ask(acme.base, `Bearer ${access_token}`));
    server.advance(60 * 60_000);
    refused.push(await ask(acme.base, `Bearer ${expired}`));
    for (const { status, challenge } of refused) {
      expect(status).toBe(401);
      expect(challenge).toBe(
        'Bearer error="invalid_token", error_description="Access token is expired, disabled, or deleted, or the user has globally signed out."',
      );
    }
  });

  it('is refused with a token of the API, which lacks the scope openid', async () => {
    await using domain = await startDomain();
    const { AuthenticationResult } = await domain.send(
      new InitiateAuthCommand({
        ClientId: domain.client.id,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'alex', PASSWORD: password },
      }),
    );
    const { status, body } = await ask(domain.base, `Bearer ${AuthenticationResult?.AccessToken}`);
    expect(status).toBe(401);
    expect(body).toEqual({
      error: 'invalid_token',
      error_description: 'Access token does not contain openid scope',
    });
  });
});
