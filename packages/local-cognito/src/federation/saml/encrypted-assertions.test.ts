import { describe, expect, it } from 'vitest';
import { prepareAttack } from '../../testing/saml-attack.ts';
import { createSamlIdp } from '../../testing/saml-idp.ts';
import { makeCertificate } from './certificate.ts';
import { readPerson } from './read-person.ts';
import { validateResponse } from './validate-response.ts';

const { idp, knobs, expected, refusalWith, refusalOfXml, now } = await prepareAttack();
const ours = await makeCertificate('pool', { notBefore: now, years: 10 });
const stranger = await createSamlIdp({ certificateFrom: now - 86_400_000 });
const encryptFor = ours.certificate;
const decrypting = { decryptionKey: ours.privateKey };
const signatureInvalid = 'Invalid SAML response received: SAML Response signature is invalid.';

describe('encrypted assertions', () => {
  it.each(['assertion', 'response', 'both'] as const)(
    'sign somebody in with a signature over %s',
    async (sign) => {
      const response = await idp.respond({ ...knobs, sign, encryptFor });
      const { assertion } = await validateResponse(response, { ...expected, ...decrypting });
      expect(readPerson(assertion).nameId).toBe('ada@acme.example');
    },
  );

  it.each([
    'http://www.w3.org/2001/04/xmlenc#aes128-cbc',
    'http://www.w3.org/2001/04/xmlenc#aes256-cbc',
    'http://www.w3.org/2009/xmlenc11#aes128-gcm',
  ])('may be encrypted with %s', async (content) => {
    const response = await idp.respond({ ...knobs, encryptFor, encryption: { content } });
    await expect(validateResponse(response, { ...expected, ...decrypting })).resolves.toBeDefined();
  });

  it('are wanted when the provider has to encrypt, and not otherwise', async () => {
    expect((await refusalWith({}, decrypting)).text).toBe(
      'The assertion is not encrypted, but EncryptedResponses is true for this identity provider.',
    );
    expect((await refusalWith({ encryptFor })).text).toBe(
      'The assertion is encrypted, but EncryptedResponses is not true for this identity provider.',
    );
  });

  it('need a signature like all others', async () => {
    expect((await refusalWith({ encryptFor, sign: 'none' }, decrypting)).text).toBe(
      'Neither the response nor its assertion is signed.',
    );
    const forged = await stranger.respondXml({ ...knobs, issuer: idp.entityId, encryptFor });
    expect((await refusalOfXml(forged, decrypting)).text).toContain('The signature does not fit');
  });

  it.each([
    ['RSA with the padding of PKCS #1 v1.5', { key: 'http://www.w3.org/2001/04/xmlenc#rsa-1_5' }],
    ['Triple DES', { content: 'http://www.w3.org/2001/04/xmlenc#tripledes-cbc' }],
  ])('are refused with %s', async (_, encryption) => {
    expect((await refusalWith({ encryptFor, encryption }, decrypting)).message).toBe(signatureInvalid);
  });

  it('look alike from outside, whatever is wrong in them', async () => {
    const xml = await idp.respondXml({ ...knobs, encryptFor });
    const values = [...xml.matchAll(/CipherValue>([^<]{9,})</g)].map(([, value]) => value ?? '');
    const [key = '', content = ''] = values;
    expect([key.length < 400, content.length > 400]).toEqual([true, true]);
    const spoil = (value: string, at: number) =>
      `${value.slice(0, at)}${value[at] === 'A' ? 'B' : 'A'}${value.slice(at + 1)}`;
    const attacks = [
      xml.replace(key, spoil(key, 10)),
      xml.replace(content, spoil(content, 10)),
      xml.replace(content, spoil(content, content.length - 30)),
      xml.replace(content, 'AAAA'),
      xml.replace(content, ''),
      xml.replace(/<xenc:EncryptedData [\s\S]*<\/xenc:EncryptedData>/, ''),
      await idp.respondXml({
        ...knobs,
        encryptFor,
        editAssertion: () => '<saml:Assertion><!-- x --></saml:Assertion>',
        sign: 'none',
      }),
      await idp.respondXml({ ...knobs, encryptFor, editAssertion: () => '<!DOCTYPE x><a/>', sign: 'none' }),
      await idp.respondXml({ ...knobs, encryptFor, editAssertion: () => '<a xmlns="urn:x"/>', sign: 'none' }),
      await idp.respondXml({ ...knobs, encryptFor: stranger.certificate }),
      await stranger.respondXml({ ...knobs, issuer: idp.entityId, encryptFor }),
      await idp.respondXml({ ...knobs, encryptFor, sign: 'none' }),
      await idp.respondXml({
        ...knobs,
        encryptFor,
        algorithms: { signature: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1' },
      }),
    ];
    for (const attack of attacks) {
      expect(attack).not.toBe(xml);
      expect((await refusalOfXml(attack, decrypting)).message).toBe(signatureInvalid);
    }
  });

  it('hide no second assertion', async () => {
    const editAssertion = (xml: string) =>
      xml.replace(
        '</saml:Assertion>',
        '<saml:Advice><saml:Assertion ID="_2"/></saml:Advice></saml:Assertion>',
      );
    expect((await refusalWith({ encryptFor, editAssertion, sign: 'response' }, decrypting)).message).toBe(
      signatureInvalid,
    );
  });
});
