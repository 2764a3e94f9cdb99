import { X509Certificate } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { type IdentityProviderSpec, newId, systemClock } from '@cohabit/core';
import { startLocalCognito } from '@cohabit/local-cognito';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openSqliteRegistry } from '../../registry/sqlite/index.ts';
import { checkProvider } from './check-provider.ts';
import { createGuardedFetch } from './guarded-fetch.ts';

const registry = openSqliteRegistry({ file: ':memory:' });
const tenantId = newId('tnt');
const rules = { defaultRole: 'member' as const, allowedEmailDomains: [], groupRoles: [] };
const common = { name: 'Acme', claims: {}, rules, ssoOnly: false };

afterAll(() => registry.close());

async function serveWith(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, 'localhost');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise((resolve) => server.once('listening', resolve));
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

const local = createGuardedFetch({ allowLoopback: true, timeoutMs: 500 });

async function codesOf(spec: IdentityProviderSpec, fetch = local, clock = systemClock) {
  const { findings } = await checkProvider({ registry, clock, fetch }, tenantId, spec);
  return findings.map(({ level, code, message }) => ({ level, code, message }));
}

/** An OIDC provider whose documents are changed. */
async function oidcWith(change: Record<string, unknown>, keys: unknown = [{ kid: 'k' }]) {
  let issuer = '';
  issuer = await serveWith((request, response) => {
    const document = {
      ...{ issuer, authorization_endpoint: `${issuer}/a`, token_endpoint: `${issuer}/t` },
      ...{ userinfo_endpoint: `${issuer}/u`, jwks_uri: `${issuer}/jwks` },
      response_types_supported: ['code'],
      token_endpoint_auth_methods_supported: ['client_secret_post'],
      scopes_supported: ['openid', 'email', 'profile'],
      ...change,
    };
    response.end(JSON.stringify(request.url === '/jwks' ? { keys } : document));
  });
  return oidcAt(issuer);
}

function oidcAt(issuer: string): IdentityProviderSpec {
  return {
    ...common,
    protocol: 'oidc',
    details: { issuer, clientId: 'c', scopes: ['openid', 'email'], userInfoMethod: 'GET' },
  };
}

describe('the test of an OIDC provider', () => {
  it('finds nothing wrong with a good one', async () => {
    expect(await codesOf(await oidcWith({}))).toEqual([]);
  });

  it.each([
    ['issuer_mismatch', 'https://other.example', { issuer: 'https://other.example' }],
    ['endpoint_missing', 'token_endpoint', { token_endpoint: undefined }],
    ['endpoint_not_https', 'not https', { authorization_endpoint: 'http://idp.example/a' }],
    ['code_flow_missing', 'authorization code', { response_types_supported: ['id_token'] }],
    [
      'client_authentication_missing',
      'client_secret_post',
      { token_endpoint_auth_methods_supported: ['private_key_jwt'] },
    ],
    ['scope_unknown', 'email', { scopes_supported: ['openid'] }],
  ])('says %s in words', async (code, words, change) => {
    expect(await codesOf(await oidcWith(change))).toEqual([
      expect.objectContaining({ code, message: expect.stringContaining(words) }),
    ]);
  });

  it.each([
    ['keys_missing', []],
    ['keys_missing', 'none'],
    ['key_id_missing', [{ kty: 'RSA' }]],
    ['key_id_missing', [null]],
  ])('says %s of its keys', async (code, keys) => {
    expect(await codesOf(await oidcWith({}, keys))).toMatchObject([{ code }]);
  });

  it('says what answered instead of a document', async () => {
    const page = await serveWith((_, response) => response.end('<html>Welcome'));
    expect(await codesOf(oidcAt(page))).toMatchObject([{ code: 'discovery_not_json' }]);
    const none = await serveWith((_, response) => response.writeHead(404).end());
    expect(await codesOf(oidcAt(none))).toMatchObject([
      { code: 'discovery_missing', message: expect.stringContaining('answers 404') },
    ]);
    const closed = createServer().listen(0, 'localhost');
    await new Promise((resolve) => closed.once('listening', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    expect(await codesOf(oidcAt(`http://localhost:${port}`))).toMatchObject([
      { code: 'discovery_unreachable', message: expect.stringContaining('ECONNREFUSED') },
    ]);
  });

  it('says which domains are not proven', async () => {
    const spec = await oidcWith({});
    const unproven = { ...spec, rules: { ...rules, allowedEmailDomains: ['acme.example'] } };
    expect(await codesOf(unproven)).toMatchObject([{ level: 'warning', code: 'domain_not_proven' }]);
  });
});

describe('the test of a SAML provider', () => {
  let certificate: string;

  beforeAll(async () => {
    await using cognito = await startLocalCognito();
    const client = new CognitoIdentityProvider({
      endpoint: cognito.endpoint,
      region: cognito.region,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const { UserPool } = await client.createUserPool({ PoolName: 'acme' });
    certificate = (await client.getSigningCertificate({ UserPoolId: UserPool?.Id })).Certificate ?? '';
    client.destroy();
  });

  function metadata(
    change: { certificate?: string; role?: string; attributes?: string; service?: string } = {},
  ) {
    const {
      role = 'IDPSSODescriptor',
      attributes = 'entityID="https://idp.example"',
      service = '<SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://idp.example/sso"/>',
    } = change;
    const used = change.certificate ?? certificate;
    const key =
      used === ''
        ? ''
        : `<KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>${used}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></KeyDescriptor>`;
    return `<?xml version="1.0"?><EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" ${attributes}><${role}>${key}${service}</${role}></EntityDescriptor>`;
  }

  function samlOf(metadataXml: string): IdentityProviderSpec {
    const flags = { signRequests: false, encryptedAssertions: false };
    return {
      ...common,
      protocol: 'saml',
      details: { metadataXml, ...flags, providerInitiated: false, singleLogout: false },
    };
  }

  it('finds nothing wrong with good metadata', async () => {
    expect(await codesOf(samlOf(metadata()))).toEqual([]);
  });

  it('says on which day the certificate expired, or soon will', async () => {
    // Cognito's certificates are good for ten years.
    const { validTo } = new X509Certificate(Buffer.from(certificate, 'base64'));
    const at = (days: number) => () => Date.parse(validTo) + days * 86_400_000;
    expect(await codesOf(samlOf(metadata()), local, at(1))).toEqual([
      expect.objectContaining({
        code: 'certificate_expired',
        message: expect.stringMatching(/expired on \d{4}-\d\d-\d\d/),
      }),
    ]);
    expect(await codesOf(samlOf(metadata()), local, at(-20))).toMatchObject([
      { level: 'warning', code: 'certificate_expires_soon' },
    ]);
  });

  it.each([
    ['certificate_missing', { certificate: '' }],
    ['certificate_unreadable', { certificate: 'AAAA' }],
    ['not_an_identity_provider', { role: 'SPSSODescriptor' }],
    ['sign_in_address_missing', { service: '' }],
    ['entity_id_missing', { attributes: '' }],
    ['metadata_expired', { attributes: 'entityID="x" validUntil="2020-01-01T00:00:00Z"' }],
  ])('says %s', async (code, change) => {
    expect(await codesOf(samlOf(metadata(change)))).toMatchObject([{ level: 'error', code }]);
  });

  it.each([
    ['a web page', '<!doctype html><html></html>'],
    ['no XML', 'hello'],
    ['XML that ends early', '<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata">'],
    ['other XML', '<rss/>'],
    ['a document type (XXE)', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    ['nothing', ''],
  ])('says that %s is not SAML metadata', async (_, text) => {
    expect(await codesOf(samlOf(text))).toMatchObject([{ level: 'error', code: 'not_saml_metadata' }]);
  });
});

describe('addresses that a tenant chooses', () => {
  const strict = createGuardedFetch({ allowLoopback: false, timeoutMs: 500 });

  it.each([
    ['http', 'http://idp.example'],
    ['this machine', 'https://127.0.0.1'],
    ['this machine by its name', 'https://localhost'],
    ['this machine in IPv6', 'https://[::1]'],
    ['this machine, mapped into IPv6', 'https://[::ffff:127.0.0.1]'],
    ['a private network, inside IPv6', 'https://[::10.0.0.1]'],
    ['a private network', 'https://10.0.0.1'],
    ['the metadata of the cloud', 'https://169.254.169.254/latest/meta-data'],
    ['an address written as one number', 'https://2130706433'],
    ['another port', 'https://idp.example:8443'],
    ['a password', 'https://user:secret@idp.example'],
    ['a file', 'file:///etc/passwd'],
  ])('do not reach %s (SSRF)', async (_, address) => {
    await expect(strict(address)).rejects.toThrow(/not https|public internet|usual port|password/);
  });

  it('do not reach private networks by a name, nor by one of its addresses (SSRF)', async () => {
    for (const addresses of [['192.168.0.1'], ['8.8.8.8', '10.0.0.1'], ['fd00::1'], []]) {
      const fetch = createGuardedFetch({ allowLoopback: false, resolve: async () => addresses });
      await expect(fetch('https://rebound.example')).rejects.toThrow('public internet');
    }
  });

  it('are checked again after a redirect (SSRF)', async () => {
    for (const target of ['https://10.0.0.1/', 'http://169.254.169.254/', 'file:///etc/passwd']) {
      const issuer = await serveWith((_, response) => response.writeHead(302, { location: target }).end());
      await expect(local(issuer)).rejects.toThrow(/not https|public internet/);
    }
  });

  it('cannot hold us up: redirects, slow and huge answers end', async () => {
    const circle = await serveWith((_, response) => response.writeHead(302, { location: '/' }).end());
    await expect(local(circle)).rejects.toThrow('redirects more than 5 times');
    const slow = await serveWith((_, response) => void response.write('a'));
    await expect(local(slow)).rejects.toThrow('did not answer within 0.5 seconds');
    const huge = await serveWith((_, response) => response.end('x'.repeat(2 * 1024 * 1024)));
    await expect(local(huge)).rejects.toThrow('more than 1048576 bytes');
  });
});
