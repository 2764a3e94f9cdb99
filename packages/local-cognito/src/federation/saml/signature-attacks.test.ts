import { describe, expect, it } from 'vitest';
import { attacker, prepareAttack, signatureWrappings } from '../../testing/saml-attack.ts';
import { createSamlIdp, envelopedSignature, exclusiveC14n, parseXml } from '../../testing/saml-idp.ts';
import { readPerson } from './read-person.ts';
import { validateResponse } from './validate-response.ts';

const attack = await prepareAttack();
const { idp, knobs, expected, refusal, refusalOfXml, refusalWith, now } = attack;
const stranger = await createSamlIdp({ certificateFrom: now - 86_400_000 });
const signatureInvalid = 'Invalid SAML response received: SAML Response signature is invalid.';
const notOne = 'The response has 2 assertions: expected exactly one, directly in the response.';

describe('signatures of SAML responses', () => {
  it.each([['assertion'], ['response'], ['both']] as const)('sign somebody in over %s', async (sign) => {
    const { assertion } = await validateResponse(await idp.respond({ ...knobs, sign }), expected);
    expect(readPerson(assertion)).toEqual({
      nameId: 'ada@acme.example',
      nameIdFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
      sessionIndex: 'session-1',
      attributes: { email: 'ada@acme.example' },
    });
  });

  it.each(Object.entries(signatureWrappings))('are not wrapped: %s', async (_, { sign, wrap }) => {
    const xml = wrap(await idp.respondXml({ ...knobs, sign }));
    expect(xml).toContain(attacker);
    expect((await refusalOfXml(xml)).text).toBe(notOne);
  });

  it.each(Object.entries(signatureWrappings))(
    'are not wrapped around a foreign element that is called otherwise: %s',
    async (_, { sign, wrap }) => {
      // The signed copy hides under a name that no count of assertions sees; the forged one is the only assertion left.
      const xml = wrap(await idp.respondXml({ ...knobs, sign }));
      const document = parseXml(xml);
      const found = Array.from(document.getElementsByTagNameNS('*', 'Assertion'));
      const genuine = found.find(
        (element) => element.getAttribute('ID') !== '_forged' && !element.textContent?.includes(attacker),
      );
      const hidden = document.createElementNS('urn:attack', 'x:Hidden');
      genuine?.parentNode?.replaceChild(hidden, genuine);
      while (genuine?.firstChild) hidden.appendChild(genuine.firstChild);
      for (const name of ['ID', 'Version', 'IssueInstant']) {
        hidden.setAttribute(name, genuine?.getAttribute(name) ?? '');
      }
      const { message } = await refusalOfXml(document.toString());
      expect(message).toMatch(/^Invalid SAML response received: /);
    },
  );

  it('have to be there', async () => {
    expect(await refusalWith({ sign: 'none' })).toMatchObject({
      message: signatureInvalid,
      text: 'Neither the response nor its assertion is signed.',
    });
  });

  it('cover an unsigned assertion when the response is signed, and nothing that is changed in it', async () => {
    const xml = await idp.respondXml({ ...knobs, sign: 'response' });
    expect((await refusalOfXml(xml.replace('>ada@acme.example<', `>${attacker}<`))).text).toContain(
      'The signature does not fit',
    );
  });

  it('cover nothing of the response when only the assertion is signed', async () => {
    const xml = await idp.respondXml(knobs);
    expect((await refusalOfXml(xml.replace('>ada@acme.example<', `>${attacker}<`))).text).toContain(
      'The signature does not fit',
    );
    // What the response says of the request is nobody's word: the assertion's own counts.
    const other = await idp.respondXml({ ...knobs, requestId: '_other' });
    const changed = other.replace('InResponseTo="_other"', 'InResponseTo="_request-1"');
    expect((await refusalOfXml(changed)).text).toBe(
      'InResponseTo of the assertion is _other, but the request was _request-1.',
    );
  });

  it.each([
    ['response', 'Assertion'],
    ['assertion', 'Response'],
  ] as const)('have to hold all of them, when the one over the %s was spoilt', async (spoilt, _kept) => {
    const xml = await idp.respondXml({ ...knobs, sign: 'both' });
    const values = [...xml.matchAll(/<ds:SignatureValue>([^<]+)</g)].map(([, value]) => value ?? '');
    const value = (spoilt === 'response' ? values[0] : values[1]) ?? '';
    const changed = xml.replace(value, `${value.slice(0, 8)}AAAA${value.slice(12)}`);
    expect((await refusalOfXml(changed)).message).toBe(signatureInvalid);
  });

  it('have to hold in an assertion too when the response around it is signed', async () => {
    const spoil = (value: string) => `${value.slice(0, 8)}AAAA${value.slice(12)}`;
    const editResponse = (xml: string) =>
      xml.replace(/(<ds:SignatureValue>)([^<]+)/, (_, tag: string, value: string) => tag + spoil(value));
    expect((await refusalWith({ sign: 'both', editResponse })).text).toContain('The signature does not fit');
  });

  it("are by the provider's key and nobody else's, whatever certificate stands in KeyInfo", async () => {
    const forged = await stranger.respondXml({ ...knobs, issuer: idp.entityId });
    expect(forged).toContain('<ds:X509Certificate>');
    expect(await refusalOfXml(forged)).toMatchObject({
      message: signatureInvalid,
      text: expect.stringContaining('The signature does not fit'),
    });
  });

  it('may be by any of several certificates', async () => {
    const certificates = [stranger.certificate, idp.certificate];
    await expect(
      validateResponse(await idp.respond(knobs), { ...expected, certificates }),
    ).resolves.toBeDefined();
  });

  it('do not count once their certificate has expired, or before it begins', async () => {
    const old = await createSamlIdp({ certificateFrom: Date.UTC(2020, 0, 1), certificateYears: 1 });
    const response = await old.respond({ ...knobs, issuer: idp.entityId });
    expect(await refusal(response, { certificates: [old.certificate] })).toEqual({
      message: signatureInvalid,
      text: 'The certificate that the response is signed with expired on 2021-01-01T00:00:00.000Z.',
      remedy: 'Renew the signing certificate at the identity provider, then its metadata here.',
    });
    const early = await createSamlIdp({ certificateFrom: Date.UTC(2030, 0, 1) });
    const premature = await early.respond({ ...knobs, issuer: idp.entityId });
    expect((await refusal(premature, { certificates: [early.certificate] })).text).toContain(
      'is valid only from 2030-01-01T00:00:00.000Z',
    );
  });

  it.each([
    ['HMAC with the public certificate as key', { signature: 'http://www.w3.org/2000/09/xmldsig#hmac-sha1' }],
    ['SHA-1 signatures', { signature: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1' }],
    ['SHA-1 digests', { digest: 'http://www.w3.org/2000/09/xmldsig#sha1' }],
    ['canonicalization with comments', { canonicalization: `${exclusiveC14n}WithComments` }],
    ['transforms with comments', { transforms: [envelopedSignature, `${exclusiveC14n}WithComments`] }],
    ['transforms without the enveloped signature', { transforms: [exclusiveC14n] }],
  ])('are not accepted with %s', async (_, algorithms) => {
    expect((await refusalWith({ algorithms })).text).toMatch(/the algorithm \S+ is not accepted: expected/);
  });

  it('are not accepted with no algorithm at all', async () => {
    const xml = await idp.respondXml(knobs);
    const without = xml.replace(/<ds:SignatureMethod [^>]+>/, '<ds:SignatureMethod Algorithm="none"/>');
    expect((await refusalOfXml(without)).text).toContain('the algorithm none is not accepted');
  });

  it.each(['http://www.w3.org/TR/1999/REC-xslt-19991116', 'http://www.w3.org/TR/1999/REC-xpath-19991116'])(
    'transform nothing away by %s',
    async (transform) => {
      const xml = await idp.respondXml(knobs);
      const changed = xml.replace(`Algorithm="${envelopedSignature}"`, `Algorithm="${transform}"`);
      expect((await refusalOfXml(changed)).text).toContain(`the algorithm ${transform} is not accepted`);
      const third = xml.replace(
        '</ds:Transforms>',
        `<ds:Transform Algorithm="${transform}"/></ds:Transforms>`,
      );
      expect((await refusalOfXml(third)).text).toContain('more than two transforms');
    },
  );

  it('sign by one reference only', async () => {
    const xml = await idp.respondXml(knobs);
    const twice = xml.replace(/(<ds:Reference .*<\/ds:Reference>)/, '$1$1');
    expect((await refusalOfXml(twice)).text).toContain('SignedInfo of a signature must have one Reference');
  });

  it.each(['SignedInfo', 'SignatureValue', 'DigestValue', 'SignatureMethod', 'Transforms'])(
    'have one %s, of which nobody else reads another',
    async (name) => {
      const document = parseXml(await idp.respondXml(knobs));
      const [element] = Array.from(document.getElementsByTagNameNS('*', name));
      element?.parentNode?.insertBefore(element.cloneNode(true), element);
      const twice = document.toString();
      expect((await refusalOfXml(twice)).text).toContain(`must have one ${name}`);
    },
  );

  it('sign the element they stand in', async () => {
    const xml = await idp.respondXml({ ...knobs, responseId: '_response' });
    const elsewhere = xml.replace(/URI="#[^"]+"/, 'URI="#_response"');
    expect((await refusalOfXml(elsewhere)).text).toContain('does not sign the element it stands in');
    const whole = xml.replace(/URI="#[^"]+"/, 'URI=""');
    expect((await refusalOfXml(whole)).text).toContain('does not sign the element it stands in');
  });

  it.each(['ID', 'Id', 'id', 'xml:id'])('are refused when two elements have the same %s', async (name) => {
    const xml = await idp.respondXml({ ...knobs, assertionId: '_assertion' });
    const twice = xml.replace('<samlp:Status>', `<samlp:Status ${name}="_assertion">`);
    expect((await refusalOfXml(twice)).text).toContain('two elements have the id _assertion');
  });

  it('are refused where they stand in no response or assertion, twice, or with content of their own', async () => {
    const xml = await idp.respondXml(knobs);
    const signature = /<ds:Signature .*<\/ds:Signature>/.exec(xml)?.[0] ?? '';
    const inStatus = xml.replace('</samlp:Status>', `${signature}</samlp:Status>`);
    expect((await refusalOfXml(inStatus)).text).toContain('a signature stands where none belongs');
    expect((await refusalOfXml(xml.replace(signature, signature + signature))).text).toContain(
      'more than one signature',
    );
    const withObject = xml.replace('</ds:Signature>', '<ds:Object/></ds:Signature>');
    expect((await refusalOfXml(withObject)).text).toContain('a signature has a Object');
    const unknown = xml.replaceAll('http://www.w3.org/2000/09/xmldsig#"', 'urn:attack"');
    expect((await refusalOfXml(unknown)).text).toContain('a signature stands where none belongs');
  });

  it('never let an assertion in through two', async () => {
    const xml = await idp.respondXml(knobs);
    const assertion = /<saml:Assertion .*<\/saml:Assertion>/.exec(xml)?.[0] ?? '';
    const second = await idp.respondXml({ ...knobs, nameId: 'bob@acme.example' });
    const other = /<saml:Assertion .*<\/saml:Assertion>/.exec(second)?.[0] ?? '';
    expect((await refusalOfXml(xml.replace(assertion, assertion + other))).text).toBe(notOne);
    expect((await refusalOfXml(xml.replace(assertion, ''))).text).toContain('The response has 0 assertions');
    const inside = xml.replace(assertion, `<samlp:Extensions>${assertion}</samlp:Extensions>`);
    expect((await refusalOfXml(inside)).text).toContain(
      'The response has 1 assertions: expected exactly one',
    );
    const foreign = xml
      .replace(/(<\/?)saml:Assertion/g, '$1saml2:Assertion')
      .replace('<samlp:Response', '<samlp:Response xmlns:saml2="urn:attack"');
    expect((await refusalOfXml(foreign)).text).toContain('expected exactly one');
  });
});
