import 'reflect-metadata';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  CreateIdentityProviderCommand,
  DeleteIdentityProviderCommand,
  DescribeIdentityProviderCommand,
  GetIdentityProviderByIdentifierCommand,
  UpdateIdentityProviderCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { X509CertificateGenerator } from '@peculiar/x509';
import { describe, expect, it } from 'vitest';
import { createSamlIdp } from '../../testing/saml-idp.ts';
import { metadataOfAnother, type SamlPool, startSamlPool } from '../../testing/saml-pool.ts';
import { readMetadata } from './metadata.ts';

const idp = await createSamlIdp();
describe('SAML metadata', () => {
  it('says who the provider is, where it is and which keys it signs with', () => {
    expect(readMetadata(idp.metadata())).toEqual({
      entityId: idp.entityId,
      ssoUrl: idp.ssoUrl,
      sloUrl: idp.sloUrl,
      certificates: [idp.certificate],
    });
  });

  it('may have several certificates, comments, line breaks, and a list around it', async () => {
    const { certificate } = await createSamlIdp();
    const folded = certificate.replace(/(.{64})/g, '$1\n');
    const xml = idp
      .metadata({ certificates: [idp.certificate, folded] })
      .replace('<?xml version="1.0"?>', '');
    const list = `<!-- ours --><md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata">${xml}</md:EntitiesDescriptor>`;
    expect(readMetadata(list).certificates).toEqual([idp.certificate, certificate]);
  });

  it('does not count certificates for encryption', async () => {
    const xml = idp.metadata().replace('use="signing"', 'use="encryption"');
    expect(() => readMetadata(xml)).toThrow('The SAML metadata has no signing certificate');
    expect(readMetadata(idp.metadata().replace(' use="signing"', '')).certificates).toHaveLength(1);
  });

  it('has RSA keys: others could be taken for what they are not', async () => {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
    const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const certificate = await X509CertificateGenerator.createSelfSigned({
      keys,
      signingAlgorithm: algorithm,
    });
    const xml = idp.metadata({ certificates: [certificate.toString('base64')] });
    expect(() => readMetadata(xml)).toThrow('A signing certificate of the SAML metadata has no RSA key.');
  });

  it.each<[string, (xml: string) => string, string]>([
    ['no entityID', (xml) => xml.replace(/entityID="[^"]+"/, ''), 'has no entityID'],
    ['no EntityDescriptor', (xml) => xml.replaceAll('EntityDescriptor', 'Thing'), 'has no EntityDescriptor'],
    [
      'two entities',
      (xml) => `<x>${[xml, xml].join('').replaceAll('<?xml version="1.0"?>', '')}</x>`,
      'has 2 EntityDescriptors: expected one',
    ],
    ['a service provider', (xml) => xml.replaceAll('IDPSSO', 'SPSSO'), 'has no IDPSSODescriptor'],
    [
      'no redirect binding',
      (xml) => xml.replaceAll('HTTP-Redirect', 'HTTP-Artifact'),
      'has no SingleSignOnService with the HTTP-Redirect binding',
    ],
    [
      'a location that is no address',
      (xml) => xml.replaceAll(idp.ssoUrl, 'javascript:alert(1)'),
      'The Location of SingleSignOnService',
    ],
    ['no certificate', (xml) => xml.replaceAll('X509Certificate', 'X509SKI'), 'has no signing certificate'],
    ['a certificate that is none', (xml) => xml.replace(idp.certificate, 'AAAA'), 'is not X.509 in base64'],
    [
      'a certificate of more than 4096 characters',
      (xml) => xml.replace(idp.certificate, 'A'.repeat(4097)),
      'has 4097 characters: at most 4096 are allowed',
    ],
    [
      'a document type declaration',
      (xml) => xml.replace('<md:Entity', '<!DOCTYPE x><md:Entity'),
      'it has a document type declaration, which is never read',
    ],
    ['broken XML', (xml) => xml.replace('</md:IDPSSODescriptor>', ''), 'it is not well-formed XML'],
    ['text', () => 'not found', 'it is not well-formed XML'],
  ])('is refused with %s', (_, change, message) => {
    expect(() => readMetadata(change(idp.metadata()))).toThrow(message);
  });
});

/** Serves what `answer` says, and counts how often. */
async function serveMetadata(answer: { status?: number; body: string }) {
  let requests = 0;
  const server = createServer((_, response) => {
    requests += 1;
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/samlmetadata+xml' });
    response.end(answer.body);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/metadata`,
    requests: () => requests,
    async [Symbol.asyncDispose]() {
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

const setMetadataUrl = (saml: SamlPool, MetadataURL: string) =>
  saml.send(
    new UpdateIdentityProviderCommand({
      UserPoolId: saml.pool.userPoolId,
      ProviderName: 'AcmeSaml',
      ProviderDetails: { MetadataURL },
    }),
  );

const hours = 3_600_000;

describe('the metadata of a SAML provider by URL', () => {
  it('is fetched when the provider is registered, and kept for six hours', async () => {
    await using saml = await startSamlPool();
    await using served = await serveMetadata({ body: saml.idp.metadata() });
    const { IdentityProvider } = await setMetadataUrl(saml, served.url);
    expect(IdentityProvider?.ProviderDetails).toEqual({
      MetadataURL: served.url,
      SSORedirectBindingURI: saml.idp.ssoUrl,
      SLORedirectBindingURI: saml.idp.sloUrl,
    });
    expect((await saml.signIn()).location).toContain('code=');
    saml.advance(6 * hours - 1000);
    await saml.begin(saml.newBrowser());
    expect(served.requests()).toBe(1);
    saml.advance(1000);
    await saml.begin(saml.newBrowser());
    expect(served.requests()).toBe(2);
    expect(saml.latestTrace().steps[0]).toMatchObject({
      name: 'discovery',
      facts: { signingCertificates: '1' },
    });
  });

  it('is fetched again when a signature does not fit, for providers that change their keys', async () => {
    await using saml = await startSamlPool();
    const old = await createSamlIdp({ certificateFrom: saml.clock() - 1000 });
    const answer = { body: old.metadata() };
    await using served = await serveMetadata(answer);
    await setMetadataUrl(saml, served.url);
    answer.body = saml.idp.metadata();
    expect((await saml.signIn()).location).toContain('signature+is+invalid');
    expect(served.requests()).toBe(1);
    saml.advance(60_000);
    expect((await saml.signIn()).location).toContain('code=');
    expect(served.requests()).toBe(2);
    // Strangers cannot make the server fetch it all the time.
    await saml.signIn({ editResponse: (xml) => xml.replace('>ada@', '>eve@') });
    expect(served.requests()).toBe(2);
  });

  it('may not be there yet when the provider is registered, but then it must be', async () => {
    await using saml = await startSamlPool();
    const served = await serveMetadata({ body: saml.idp.metadata() });
    await served[Symbol.asyncDispose]();
    const { IdentityProvider } = await setMetadataUrl(saml, served.url);
    expect(IdentityProvider?.ProviderDetails).toEqual({ MetadataURL: served.url });
    const query = saml.pool.queryOf({ client_id: saml.client.id, identity_provider: 'AcmeSaml' });
    const { location } = await saml.newBrowser().go(`${saml.pool.base}/oauth2/authorize?${query}`);
    expect(location).toContain('error=invalid_request&error_description=Unable+to+read+the+SAML+metadata');
    expect(saml.latestTrace().outcome?.text).toContain('cannot be reached (ECONNREFUSED)');
  });

  it('is not that of an address before', async () => {
    await using saml = await startSamlPool();
    await using before = await serveMetadata({ body: saml.idp.metadata() });
    await setMetadataUrl(saml, before.url);
    const after = await serveMetadata({ body: saml.idp.metadata() });
    await after[Symbol.asyncDispose]();
    const { IdentityProvider } = await setMetadataUrl(saml, after.url);
    expect(IdentityProvider?.ProviderDetails).toEqual({ MetadataURL: after.url });
  });

  it.each([
    ['is not found', { status: 404, body: '' }, 'answered 404'],
    ['is a page', { body: '<html></html>' }, 'has no EntityDescriptor'],
  ])('is refused at once when it %s', async (_, answer, message) => {
    await using saml = await startSamlPool();
    await using served = await serveMetadata(answer);
    await expect(setMetadataUrl(saml, served.url)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining(message),
    });
  });

  it.each([
    'https://169.254.169.254/latest',
    'https://10.0.0.1/metadata',
    'https://acme.example:8443/metadata',
  ])('is not fetched from %s', async (url) => {
    await using saml = await startSamlPool();
    await expect(setMetadataUrl(saml, url)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining('is not fetched'),
    });
  });
});

describe('a SAML provider as Cognito shows it', () => {
  it('has the addresses of its metadata, and a certificate to encrypt for when it has to', async () => {
    await using saml = await startSamlPool();
    const UserPoolId = saml.pool.userPoolId;
    const provider = {
      UserPoolId,
      ProviderName: 'Encrypting',
      ProviderType: 'SAML',
      ProviderDetails: {
        MetadataFile: metadataOfAnother(saml.idp),
        EncryptedResponses: 'true',
        // What was shown before comes back with updates; it counts for nothing.
        SSORedirectBindingURI: 'https://evil.example/',
        ActiveEncryptionCertificate: 'AAAA',
      },
      IdpIdentifiers: ['acme.example'],
    } as const;
    const { IdentityProvider: created } = await saml.send(
      new CreateIdentityProviderCommand({ ...provider, IdpIdentifiers: ['acme.example'] }),
    );
    const details = created?.ProviderDetails ?? {};
    expect(details).toMatchObject({
      SSORedirectBindingURI: saml.idp.ssoUrl,
      SLORedirectBindingURI: saml.idp.sloUrl,
      ActiveEncryptionCertificate: expect.stringMatching(/^MII/),
    });
    const key = { UserPoolId, ProviderName: 'Encrypting' };
    const described = await saml.send(new DescribeIdentityProviderCommand(key));
    expect(described.IdentityProvider).toEqual(created);
    const byIdentifier = await saml.send(
      new GetIdentityProviderByIdentifierCommand({ UserPoolId, IdpIdentifier: 'acme.example' }),
    );
    expect(byIdentifier.IdentityProvider).toEqual(created);
    await saml.send(new DeleteIdentityProviderCommand(key));
    const { IdentityProvider: next } = await saml.send(
      new CreateIdentityProviderCommand({ ...provider, IdpIdentifiers: [] }),
    );
    expect(next?.ProviderDetails?.ActiveEncryptionCertificate).not.toBe(details.ActiveEncryptionCertificate);
  });

  it('is the only one of its entity id in the pool, so that no answer comes in under two names', async () => {
    await using saml = await startSamlPool();
    await expect(saml.addProvider('GlobexSaml', saml.idp)).rejects.toMatchObject({
      name: 'DuplicateProviderException',
      message: expect.stringContaining(saml.idp.entityId),
    });
    const another = { ...saml.idp, metadata: () => metadataOfAnother(saml.idp) };
    await saml.addProvider('GlobexSaml', another);
    await expect(
      saml.send(
        new UpdateIdentityProviderCommand({
          UserPoolId: saml.pool.userPoolId,
          ProviderName: 'GlobexSaml',
          ProviderDetails: { MetadataFile: saml.idp.metadata() },
        }),
      ),
    ).rejects.toMatchObject({ name: 'DuplicateProviderException' });
  });

  it('is refused with a file that cannot be used', async () => {
    await using saml = await startSamlPool();
    const MetadataFile = saml.idp.metadata().replace(/entityID="[^"]+"/, '');
    await expect(
      saml.send(
        new UpdateIdentityProviderCommand({
          UserPoolId: saml.pool.userPoolId,
          ProviderName: 'AcmeSaml',
          ProviderDetails: { MetadataFile },
        }),
      ),
    ).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining('The SAML metadata has no entityID.'),
    });
  });
});
