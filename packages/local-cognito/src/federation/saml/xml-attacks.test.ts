import { describe, expect, it } from 'vitest';
import { attacker, prepareAttack } from '../../testing/saml-attack.ts';
import { toBase64 } from '../../testing/saml-idp.ts';
import { readPerson } from './read-person.ts';
import { readXml } from './read-xml.ts';
import { validateResponse } from './validate-response.ts';

const { idp, knobs, expected, refusal, refusalOfXml } = await prepareAttack();
const unreadable = 'Invalid SAML response received: the response cannot be read.';

const laughs = `<!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from(
  { length: 9 },
  (_, at) => `<!ENTITY lol${at + 1} "${`&lol${at || ''};`.repeat(10)}">`,
).join('')}]>`;

describe('the XML of SAML responses', () => {
  it.each([
    ['an external entity (XXE)', '<!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd">]>', '&file;'],
    ['an external DTD', '<!DOCTYPE x SYSTEM "http://169.254.169.254/latest">', ''],
    ['a billion laughs', laughs, '&lol9;'],
    ['a declaration in other letters', '<!doctype x>', ''],
    ['an entity declaration alone', '<!ENTITY x "y">', ''],
  ])('is refused before it is parsed for %s', async (_, declaration, reference) => {
    const xml = await idp.respondXml({ ...knobs, editAssertion: (assertion) => assertion });
    const attack = `${declaration}${xml.replace('>ada@acme.example<', `>${reference}ada@acme.example<`)}`;
    expect(await refusalOfXml(attack)).toMatchObject({
      message: unreadable,
      text: 'The SAML response is not read: it has a document type declaration, which is never read.',
    });
  });

  it('is refused for entities that nobody declares', async () => {
    const xml = await idp.respondXml(knobs);
    for (const entity of ['&nbsp;', '&file;', '&#0;', '&#xD800;', '&#x110000;', '&#8;', '&amp', '&#x41']) {
      const { text } = await refusalOfXml(xml.replace('>ada@acme.example<', `>${entity}<`));
      expect(text).toContain('it has an entity, which is never read');
    }
  });

  it('is refused for comments, which careless readers take for the end of a NameID', async () => {
    const nameId = 'ada@acme.example.globex.example';
    const xml = await idp.respondXml({ ...knobs, nameId });
    const cut = xml.replace(`>${nameId}<`, '>ada@acme.example<!---->.globex.example<');
    expect((await refusalOfXml(cut)).text).toBe('The SAML response is not read: it has a comment.');
  });

  it('is refused for comments in attributes', async () => {
    const xml = await idp.respondXml({ ...knobs, attributes: { email: 'root@acme.example.globex.example' } });
    const cut = xml.replace('>root@acme.example.globex', '>root@acme.example<!-- x -->.globex');
    expect((await refusalOfXml(cut)).text).toContain('it has a comment');
  });

  it('names people by all of their NameID and attributes, in however many pieces they come', async () => {
    const editAssertion = (assertion: string) =>
      assertion
        .replace('>ada@acme.example</saml:NameID>', '>\n ada@<![CDATA[acme]]>.example\n</saml:NameID>')
        .replace(
          '>ada@acme.example</saml:AttributeValue>',
          '><![CDATA[ada]]>@acme.<b>exa</b>mple</saml:AttributeValue>',
        );
    const { assertion } = await validateResponse(await idp.respond({ ...knobs, editAssertion }), expected);
    expect(readPerson(assertion)).toMatchObject({
      nameId: 'ada@acme.example',
      attributes: { email: 'ada@acme.example' },
    });
  });

  it('writes attributes of several values as one text', async () => {
    const attributes = { groups: ['admins', 'staff'], department: [], __proto__x: 'y', name: 'Ada & <Co>' };
    const { assertion } = await validateResponse(await idp.respond({ ...knobs, attributes }), expected);
    expect(readPerson(assertion).attributes).toEqual({
      groups: '[admins, staff]',
      department: '[]',
      __proto__x: 'y',
      name: 'Ada & <Co>',
    });
  });

  it('cannot name two people', async () => {
    const editAssertion = (assertion: string) =>
      assertion.replace(/(<saml:NameID .*<\/saml:NameID>)/, '$1<saml:NameID>bob@acme.example</saml:NameID>');
    const { assertion } = await validateResponse(await idp.respond({ ...knobs, editAssertion }), expected);
    expect(() => readPerson(assertion)).toThrow('the assertion has no NameID of one person');
  });

  it('cannot be without a NameID', async () => {
    const editAssertion = (assertion: string) => assertion.replace(/<saml:NameID .*<\/saml:NameID>/, '');
    const { assertion } = await validateResponse(await idp.respond({ ...knobs, editAssertion }), expected);
    expect(() => readPerson(assertion)).toThrow('the assertion has no NameID of one person');
    const blank = await validateResponse(await idp.respond({ ...knobs, nameId: ' ' }), expected);
    expect(() => readPerson(blank.assertion)).toThrow('the assertion has no NameID of one person');
  });

  it('is at most 100,000 characters', async () => {
    const attributes = { note: 'x'.repeat(80_000) };
    expect(await refusal(await idp.respond({ ...knobs, attributes }))).toMatchObject({
      message: unreadable,
      text: expect.stringMatching(/it has 1\d{5} characters, and at most 100000 are read/),
    });
  });

  it.each([
    ['emoji, which take four bytes in UTF-8', '😀', 'characters that take four bytes'],
    ['control characters', '\u0001', 'it has control characters'],
    ['processing instructions', '<?php x?>', 'it is not well-formed XML'],
  ])('is refused for %s', async (_, content, why) => {
    const xml = await idp.respondXml(knobs);
    expect((await refusalOfXml(xml.replace('>ada@', `>${content}ada@`))).text).toContain(why);
  });

  it.each([
    [
      'text that is not base64 of UTF-8',
      Buffer.from([0x3c, 0xff, 0xfe]).toString('base64'),
      'it is not UTF-8',
    ],
    ['nothing', '', 'it is not well-formed XML'],
    ['text', toBase64('hello'), 'text outside of the root element'],
    ['two roots', toBase64('<a/><b/>'), 'it is not well-formed XML'],
    ['open elements', toBase64('<a><b></a>'), 'closes another element'],
    ['one attribute twice', toBase64('<a b="1" b="2"/>'), 'it is not well-formed XML'],
    ['attributes without quotes', toBase64('<a b=c/>'), 'it is not well-formed XML'],
    [
      'another document',
      toBase64('<samlp:LogoutResponse xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"/>'),
      'it is a LogoutResponse',
    ],
    ['a Response of something else', toBase64('<Response xmlns="urn:attack"/>'), 'it is a Response, not'],
  ])('is refused when it is %s', async (_, samlResponse, why) => {
    const { message, text } = await refusal(samlResponse);
    expect(message).toBe(unreadable);
    expect(text).toContain(why);
  });

  it('is refused quickly when it is huge, deep, or never closed', () => {
    const rules = { maxCharacters: 1024 * 1024 };
    const startedAt = performance.now();
    expect(() => readXml('<a>'.repeat(100_000), rules)).toThrow('nested more than 64 deep');
    expect(() => readXml(`<a>${'<b/>'.repeat(50_000)}</a>`, rules)).toThrow('more than 10000 elements');
    expect(() => readXml('<a '.repeat(100_000), rules)).toThrow('not well-formed');
    expect(() => readXml(`<a ${'b="" '.repeat(100_000)}`, rules)).toThrow('not well-formed');
    expect(() => readXml(`<a ${'"'.repeat(100_001)}`, rules)).toThrow('not well-formed');
    expect(() => readXml('&'.repeat(100_000), rules)).toThrow('it has an entity');
    expect(() => readXml('<!--'.repeat(100_000), { ...rules, allowComments: true })).toThrow(
      'not well-formed',
    );
    expect(() => readXml('x'.repeat(2_000_000), rules)).toThrow('has 2000000 characters');
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });

  it('never names somebody whom the signature does not cover, wherever bytes are changed', async () => {
    const xml = await idp.respondXml(knobs);
    const outcomes = new Set<string>();
    for (let at = 0; at < xml.length; at += 37) {
      const changed = `${xml.slice(0, at)}${xml[at] === 'x' ? 'y' : 'x'}${xml.slice(at + 1)}`;
      const person = await validateResponse(toBase64(changed), expected).then(
        ({ assertion }) => readPerson(assertion).nameId,
        () => 'refused',
      );
      outcomes.add(person);
    }
    expect([...outcomes].sort()).toEqual(['ada@acme.example', 'refused']);
    expect(outcomes).not.toContain(attacker);
  });
});
