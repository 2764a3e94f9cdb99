import { createVerify, X509Certificate } from 'node:crypto';
import { GetSigningCertificateCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { toBase64 } from '../../testing/saml-idp.ts';
import { readRequest, type SamlPool, startSamlPool } from '../../testing/saml-pool.ts';

const after = 'https://app.acme.example/bye';

const startWithSignout = () => startSamlPool({ details: { IDPSignout: 'true' } });

async function signOut(saml: SamlPool, query: Record<string, string> = { logout_uri: after }) {
  const { browser } = await saml.signIn();
  const parameters = new URLSearchParams({ client_id: saml.client.id, ...query });
  return { ...(await browser.go(`${saml.pool.base}/logout?${parameters}`)), browser };
}

const responseTo = (requestId: string, issuer: string, root = 'LogoutResponse') =>
  toBase64(
    `<samlp:${root} xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_1" Version="2.0" InResponseTo="${requestId}"><saml:Issuer>${issuer}</saml:Issuer></samlp:${root}>`,
  );

describe('single logout', () => {
  it('tells the provider first, by a signed request, and then goes where the app wanted', async () => {
    await using saml = await startWithSignout();
    const { location, browser, cookies } = await signOut(saml);
    expect(cookies.join()).toMatch(/cognito=;.*Max-Age=0/);
    const { url, root, requestId, relayState } = readRequest(location);
    expect(`${url.origin}${url.pathname}`).toBe(saml.idp.sloUrl);
    expect(root.nodeName).toBe('samlp:LogoutRequest');
    expect(root.getAttribute('Destination')).toBe(saml.idp.sloUrl);
    const textOf = (name: string) => root.getElementsByTagNameNS('*', name)[0]?.textContent;
    expect([textOf('Issuer'), textOf('NameID'), textOf('SessionIndex')]).toEqual([
      saml.audience,
      'ada@acme.example',
      'session-1',
    ]);
    const [signed = '', signature = ''] = url.search.slice(1).split('&Signature=');
    const { Certificate = '' } = await saml.send(
      new GetSigningCertificateCommand({ UserPoolId: saml.pool.userPoolId }),
    );
    const { publicKey } = new X509Certificate(Buffer.from(Certificate, 'base64'));
    const verify = createVerify('RSA-SHA256').update(signed);
    expect(verify.verify(publicKey, decodeURIComponent(signature), 'base64')).toBe(true);

    const form = { SAMLResponse: responseTo(requestId, saml.idp.entityId), RelayState: relayState };
    const back = await browser.go(`${saml.pool.base}/saml2/logout`, { form, isCrossSite: true });
    expect([back.status, back.location]).toEqual([302, after]);
    const again = await browser.go(`${saml.pool.base}/saml2/logout`, { form, isCrossSite: true });
    expect(again.location).toBe(`${saml.pool.base}/error?error=unsolicited`);
  });

  it('also comes before the login page', async () => {
    await using saml = await startWithSignout();
    const query = { response_type: 'code', redirect_uri: 'https://app.acme.example/callback' };
    const { location, browser } = await signOut(saml, query);
    const { requestId, relayState } = readRequest(location);
    const form = { SAMLResponse: responseTo(requestId, saml.idp.entityId), RelayState: relayState };
    const back = await browser.go(`${saml.pool.base}/saml2/logout`, { form, isCrossSite: true });
    expect(back.location.startsWith(`${saml.pool.base}/login?client_id=`)).toBe(true);
  });

  it('is left out where the provider does not want it, and where nobody is signed in', async () => {
    await using silent = await startSamlPool();
    expect((await signOut(silent)).location).toBe(after);
    await using saml = await startWithSignout();
    const parameters = new URLSearchParams({ client_id: saml.client.id, logout_uri: after });
    const { location } = await saml.newBrowser().go(`${saml.pool.base}/logout?${parameters}`);
    expect(location).toBe(after);
  });

  it.each<
    [string, (ids: { requestId: string; issuer: string; relayState: string }) => Record<string, string>]
  >([
    [
      'of another request',
      ({ issuer, relayState }) => ({ SAMLResponse: responseTo('_other', issuer), RelayState: relayState }),
    ],
    [
      'of another provider',
      ({ requestId, relayState }) => ({
        SAMLResponse: responseTo(requestId, 'https://globex.example'),
        RelayState: relayState,
      }),
    ],
    [
      'without a RelayState of ours',
      ({ requestId, issuer }) => ({ SAMLResponse: responseTo(requestId, issuer), RelayState: 'x' }),
    ],
    [
      'that is another message',
      ({ requestId, issuer, relayState }) => ({
        SAMLResponse: responseTo(requestId, issuer, 'Response'),
        RelayState: relayState,
      }),
    ],
    [
      'that is a request',
      ({ requestId, issuer, relayState }) => ({
        SAMLRequest: responseTo(requestId, issuer, 'LogoutRequest'),
        RelayState: relayState,
      }),
    ],
  ])('does not go on with a message %s', async (_, formOf) => {
    await using saml = await startWithSignout();
    const { location, browser } = await signOut(saml);
    const { requestId, relayState } = readRequest(location);
    const form = formOf({ requestId, issuer: saml.idp.entityId, relayState });
    const back = await browser.go(`${saml.pool.base}/saml2/logout`, { form, isCrossSite: true });
    expect(back.location).toBe(`${saml.pool.base}/error?error=unsolicited`);
  });

  it('has five minutes', async () => {
    await using saml = await startWithSignout();
    const { location, browser } = await signOut(saml);
    const { requestId, relayState } = readRequest(location);
    saml.advance(5 * 60_000);
    const form = { SAMLResponse: responseTo(requestId, saml.idp.entityId), RelayState: relayState };
    const back = await browser.go(`${saml.pool.base}/saml2/logout`, { form, isCrossSite: true });
    expect(back.location).toBe(`${saml.pool.base}/error?error=unsolicited`);
  });
});
