import { text } from 'node:stream/consumers';
import { CreateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { startDomain } from './testing/domain.ts';

const read = async (address: string) => (await fetch(address)).json();

describe('the discovery document', () => {
  it('names the endpoints of the pool’s domain, by path, where it was asked', async () => {
    await using domain = await startDomain();
    const issuer = `${domain.endpoint}/${domain.userPoolId}`;
    const document = {
      issuer,
      authorization_endpoint: `${domain.base}/oauth2/authorize`,
      token_endpoint: `${domain.base}/oauth2/token`,
      userinfo_endpoint: `${domain.base}/oauth2/userInfo`,
      revocation_endpoint: `${domain.base}/oauth2/revoke`,
      end_session_endpoint: `${domain.base}/logout`,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
      id_token_signing_alg_values_supported: ['RS256'],
      response_types_supported: ['code', 'token'],
      scopes_supported: ['openid', 'email', 'phone', 'profile'],
      subject_types_supported: ['public'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    };
    expect(await read(`${issuer}/.well-known/openid-configuration`)).toEqual(document);
    const { port } = new URL(domain.endpoint);
    const other = await read(
      `http://127.0.0.1:${port}/${domain.userPoolId}/.well-known/openid-configuration`,
    );
    expect(other.token_endpoint).toBe(`http://127.0.0.1:${port}/domains/acme/oauth2/token`);
  });

  it('names the domain’s own host to whoever asks there', async () => {
    await using domain = await startDomain();
    const { request } = await import('node:http');
    const { port } = new URL(domain.endpoint);
    const host = `acme.auth.us-east-1.localhost:${port}`;
    const path = `/${domain.userPoolId}/.well-known/openid-configuration`;
    const body = await new Promise<string>((resolve, reject) => {
      request({ host: 'localhost', port, path, headers: { host } }, async (response) => {
        resolve(await text(response));
      })
        .on('error', reject)
        .end();
    });
    expect(JSON.parse(body).authorization_endpoint).toBe(`http://${host}/oauth2/authorize`);
  });

  it('has no endpoints without a domain, and registration where it is on', async () => {
    await using domain = await startDomain({ pool: { DcrConfiguration: { EnableStatus: 'Enabled' } } });
    const at = (poolId = '') => `${domain.endpoint}/${poolId}/.well-known/openid-configuration`;
    const { UserPool } = await domain.send(new CreateUserPoolCommand({ PoolName: 'no domain' }));
    expect(await read(at(UserPool?.Id))).not.toHaveProperty('token_endpoint');
    expect((await read(at(domain.userPoolId))).registration_endpoint).toBe(`${domain.base}/oauth2/register`);
  });
});
