import { describe, expect, it } from 'vitest';
import { callback, metadataOfAnother, type SamlPool, startSamlPool } from '../../testing/saml-pool.ts';

const startInitiated = (appClient = {}) => startSamlPool({ details: { IDPInit: 'true' }, appClient });

const relayStateOf = (saml: SamlPool, changes: Record<string, string | undefined> = {}) =>
  new URLSearchParams(
    Object.entries({
      identity_provider: 'AcmeSaml',
      client_id: saml.client.id,
      redirect_uri: callback,
      response_type: 'code',
      scope: 'openid email',
      ...changes,
    }).filter((entry): entry is [string, string] => entry[1] !== undefined),
  ).toString();

const appAnswer = (location: string) => Object.fromEntries(new URL(location).searchParams);
const unsolicited = (saml: SamlPool) => saml.idp.respond(saml.knobsFor(undefined));

describe('a sign-in that begins at the SAML provider', () => {
  it('ends at the app with a code, where the provider may begin', async () => {
    await using saml = await startInitiated();
    const step = await saml.post(saml.newBrowser(), await unsolicited(saml), relayStateOf(saml));
    expect(step.status).toBe(302);
    const { code = '' } = appAnswer(step.location);
    const { status, body } = await saml.pool.redeem(code, { client_id: saml.client.id });
    expect([status, body.token_type]).toEqual([200, 'Bearer']);
  });

  it('is refused as unsolicited otherwise', async () => {
    await using saml = await startSamlPool();
    const step = await saml.post(saml.newBrowser(), await unsolicited(saml), relayStateOf(saml));
    expect(appAnswer(step.location)).toEqual({
      error: 'invalid_request',
      error_description: 'Invalid samlResponse or relayState from identity provider',
    });
    expect(saml.latestTrace().outcome).toEqual({
      result: 'refused',
      text: 'The response is unsolicited: no request from here asked for it, and IDPInit is not true for AcmeSaml.',
      remedy:
        'Begin the sign-in at the app; or set IDPInit of AcmeSaml to true, if people should begin at the provider.',
    });
  });

  it('still may begin at the app', async () => {
    await using saml = await startInitiated();
    expect(appAnswer((await saml.signIn()).location)).toHaveProperty('code');
  });

  it('happens once for each assertion', async () => {
    await using saml = await startInitiated();
    const response = await unsolicited(saml);
    await saml.post(saml.newBrowser(), response, relayStateOf(saml));
    for (const afterMs of [0, 5 * 60_000 + 59_000]) {
      saml.advance(afterMs);
      const step = await saml.post(saml.newBrowser(), response, relayStateOf(saml));
      expect(appAnswer(step.location).error_description).toBe(
        'Invalid SAML response received: the assertion was used before.',
      );
    }
    saml.advance(1000);
    const later = await saml.post(saml.newBrowser(), response, relayStateOf(saml));
    expect(appAnswer(later.location).error_description).toContain('has expired');
  });

  it('is not made of an answer to a request', async () => {
    await using saml = await startInitiated();
    const { requestId } = await saml.begin(saml.newBrowser());
    const stolen = await saml.idp.respond(saml.knobsFor(requestId));
    const step = await saml.post(saml.newBrowser(), stolen, relayStateOf(saml));
    expect(appAnswer(step.location).error_description).toContain('InResponseTo does not match');
  });

  it('cannot answer a request without naming it', async () => {
    await using saml = await startInitiated();
    const browser = saml.newBrowser();
    const { relayState } = await saml.begin(browser);
    const posted = await saml.post(browser, await unsolicited(saml), relayState);
    expect(appAnswer((await browser.go(posted.location)).location).error_description).toContain(
      'InResponseTo does not match',
    );
  });

  it('does not reach the app client of another tenant', async () => {
    await using saml = await startInitiated();
    const another = { ...saml.idp, metadata: () => metadataOfAnother(saml.idp) };
    await saml.addProvider('GlobexSaml', another, { IDPInit: 'true' });
    const globex = await saml.pool.addClient({ SupportedIdentityProviders: ['GlobexSaml'] });
    const relayState = relayStateOf(saml, { client_id: globex.id });
    const step = await saml.post(saml.newBrowser(), await unsolicited(saml), relayState);
    expect(appAnswer(step.location)).toEqual({
      error: 'invalid_request',
      error_description: 'The app client has no such identity provider.',
    });
  });

  it('needs an app client that has SAML providers only', async () => {
    await using saml = await startInitiated({ SupportedIdentityProviders: ['AcmeSaml', 'COGNITO'] });
    const step = await saml.post(saml.newBrowser(), await unsolicited(saml), relayStateOf(saml));
    expect(appAnswer(step.location).error_description).toBe('Invalid relayState from identity provider');
    expect(saml.latestTrace().outcome?.text).toContain('also has COGNITO');
  });

  it.each([
    ['another redirect URI', { redirect_uri: 'https://evil.example/' }, 'redirect_mismatch'],
    ['an unknown app client', { client_id: 'nobody' }, 'unknown_client'],
  ])('stays here with %s', async (_, changes, error) => {
    await using saml = await startInitiated();
    const step = await saml.post(saml.newBrowser(), await unsolicited(saml), relayStateOf(saml, changes));
    expect(step.location.startsWith(`${saml.pool.base}/error?error=${error}`)).toBe(true);
  });

  it.each([
    ['no provider', { identity_provider: undefined }, 'Invalid relayState from identity provider'],
    [
      'a scope that is not allowed',
      { scope: 'openid acme/all' },
      'The app client does not allow the scope acme/all.',
    ],
    ['no response type', { response_type: undefined }, 'The parameter response_type is missing.'],
  ])('tells the app about a RelayState with %s', async (_, changes, description) => {
    await using saml = await startInitiated();
    const step = await saml.post(saml.newBrowser(), await unsolicited(saml), relayStateOf(saml, changes));
    expect(step.location.startsWith(callback)).toBe(true);
    expect(appAnswer(step.location).error_description).toBe(description);
  });

  it('reads nothing else of the RelayState: no state that an app would trust, no nonce', async () => {
    await using saml = await startInitiated();
    const relayState = `${relayStateOf(saml)}&state=forged&nonce=forged`;
    const { location } = await saml.post(saml.newBrowser(), await unsolicited(saml), relayState);
    expect(Object.keys(appAnswer(location))).toEqual(['code']);
  });
});
