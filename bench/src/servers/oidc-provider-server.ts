import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

/** Grants what local-cognito grants in this benchmark: JWTs by RS256 with 2,048 bits, refresh tokens that stay. */
const resource = 'https://api.bench.example';
const client_id = 'bench';
const client_secret = 'a-secret-of-more-than-24-characters';

const server = createServer().listen(0, '127.0.0.1');
await once(server, 'listening');
const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

const provider = new Provider(endpoint, {
  jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig', kid: 'bench' }] },
  cookies: { keys: ['bench'] },
  clients: [
    {
      client_id,
      client_secret,
      grant_types: ['client_credentials', 'refresh_token', 'authorization_code'],
      redirect_uris: ['https://app.bench.example/callback'],
      token_endpoint_auth_method: 'client_secret_post',
    },
  ],
  scopes: ['openid', 'offline_access', 'files/read'],
  rotateRefreshToken: false,
  expiresWithSession: () => false,
  findAccount: (_context: unknown, accountId: string) => ({ accountId, claims: () => ({ sub: accountId }) }),
  ttl: { AccessToken: 3600, ClientCredentials: 3600, IdToken: 3600, RefreshToken: 86_400, Grant: 86_400 },
  features: {
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => resource,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: 'openid files/read',
        accessTokenFormat: 'jwt',
        accessTokenTTL: 3600,
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
});
server.on('request', provider.callback());

const accountId = 'alex';
const grant = new provider.Grant({ accountId, clientId: client_id });
grant.addOIDCScope('openid offline_access');
grant.addResourceScope(resource, 'openid files/read');
const refreshToken = await new provider.RefreshToken({
  accountId,
  client: await provider.Client.find(client_id),
  grantId: await grant.save(),
  scope: 'openid offline_access files/read',
  resource,
  gty: 'authorization_code',
  authTime: Math.floor(Date.now() / 1000),
}).save();
const facts = { tokenEndpoint: `${endpoint}/token`, client_id, client_secret, refreshToken };
process.stdout.write(`ready ${endpoint}#${Buffer.from(JSON.stringify(facts)).toString('base64url')}\n`);
