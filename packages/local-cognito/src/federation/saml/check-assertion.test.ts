import { describe, expect, it } from 'vitest';
import { prepareAttack } from '../../testing/saml-attack.ts';
import type { ResponseKnobs } from '../../testing/saml-idp.ts';
import { validateResponse } from './validate-response.ts';

const { idp, knobs, expected, refusalWith, refusalOfXml, now, recipient, audience } = await prepareAttack();
const invalid = (reason: string) => `Invalid SAML response received: ${reason}`;
const edit = (from: string | RegExp, to: string): Partial<ResponseKnobs> => ({
  editAssertion: (xml) => {
    const edited = xml.replace(from, to);
    if (edited === xml) throw new Error(`${from} is not in the assertion`);
    return edited;
  },
});
const at = (ms: number) => new Date(ms).toISOString();
const minute = 60_000;

describe('what a SAML assertion says', () => {
  it.each<[string, Partial<ResponseKnobs>, string, string, string]>([
    [
      'another audience',
      { audience: 'urn:amazon:cognito:sp:eu-central-1_other' },
      'Audience restriction was violated.',
      `The assertion is for the audience urn:amazon:cognito:sp:eu-central-1_other, but this user pool is ${audience}.`,
      `Set the audience (entity id of the service provider) at the identity provider to ${audience}.`,
    ],
    [
      'another recipient',
      { recipient: 'https://globex.example/saml2/idpresponse', destination: recipient },
      'the recipient is not this user pool.',
      `The Recipient of the assertion is https://globex.example/saml2/idpresponse, but this user pool receives at ${recipient}.`,
      `Set the assertion consumer service URL at the identity provider to ${recipient}.`,
    ],
    [
      'another destination',
      { destination: 'https://globex.example/saml2/idpresponse' },
      'the destination is not this user pool.',
      `The Destination of the response is https://globex.example/saml2/idpresponse, but this user pool receives at ${recipient}.`,
      `Set the assertion consumer service URL at the identity provider to ${recipient}.`,
    ],
    [
      'no destination in a signed response',
      { destination: undefined, sign: 'response' },
      'the destination is not this user pool.',
      `The Destination of the response is missing, but this user pool receives at ${recipient}.`,
      `Set the assertion consumer service URL at the identity provider to ${recipient}.`,
    ],
    [
      'another issuer',
      { issuer: 'https://idp.globex.example' },
      'the issuer of the response is not the identity provider.',
      `The Issuer of the response is https://idp.globex.example, but the provider's metadata has the entity id ${idp.entityId}.`,
      'Register the metadata of the identity provider that answers, or correct its entity id.',
    ],
    [
      'another issuer than the response',
      edit(`<saml:Issuer>${idp.entityId}`, '<saml:Issuer>https://idp.globex.example'),
      'the issuer of the assertion is not the identity provider.',
      `The Issuer of the assertion is https://idp.globex.example, but the provider's metadata has the entity id ${idp.entityId}.`,
      'Register the metadata of the identity provider that answers, or correct its entity id.',
    ],
    [
      'an answer to another request',
      { requestId: '_other' },
      'InResponseTo does not match the request.',
      'InResponseTo of the response is _other, but the request was _request-1.',
      'Begin the sign-in again at the app; an answer fits the one request it was made for.',
    ],
    [
      'an answer to no request',
      { requestId: undefined },
      'InResponseTo does not match the request.',
      'The assertion is unsolicited: it has no InResponseTo, but the request was _request-1.',
      'Begin the sign-in again at the app; an answer fits the one request it was made for.',
    ],
    [
      'a clock that is late',
      { now: now - 120 * minute },
      'the assertion has expired.',
      'The assertion has expired: NotOnOrAfter of its Conditions is 2026-03-03T07:13:07.000Z, and here it is 2026-03-03T09:08:07.000Z.',
      'Sign in again; if it happens every time, the clocks differ: set both by NTP.',
    ],
    [
      'a clock that is early',
      { now: now + 120 * minute },
      'the assertion is not yet valid.',
      'The assertion is not yet valid: its IssueInstant is 2026-03-03T11:08:07.000Z, and here it is 2026-03-03T09:08:07.000Z.',
      'The clocks differ: set the clock of the identity provider and of this machine by NTP.',
    ],
  ])('is refused with %s', async (_, changed, reason, text, remedy) => {
    expect(await refusalWith(changed)).toEqual({ message: invalid(reason), text, remedy });
  });

  it.each<[string, Partial<ResponseKnobs>, string]>([
    [
      'Conditions that begin later',
      edit(/NotBefore="[^"]+"/, `NotBefore="${at(now + 2 * minute)}"`),
      'its NotBefore is',
    ],
    [
      'Conditions that have ended',
      edit(
        /<saml:Conditions ([^>]*)NotOnOrAfter="[^"]+"/,
        `<saml:Conditions $1NotOnOrAfter="${at(now - 2 * minute)}"`,
      ),
      'NotOnOrAfter of its Conditions',
    ],
    [
      'a confirmation that has ended',
      edit(/NotOnOrAfter="[^"]+" Recipient/, `NotOnOrAfter="${at(now - 2 * minute)}" Recipient`),
      'NotOnOrAfter of its SubjectConfirmationData',
    ],
    [
      'a confirmation that begins later',
      edit(
        /NotOnOrAfter="([^"]+)" Recipient/,
        `NotBefore="${at(now + 2 * minute)}" NotOnOrAfter="$1" Recipient`,
      ),
      'its NotBefore is',
    ],
    [
      'a confirmation without an end',
      edit(/NotOnOrAfter="[^"]+" Recipient/, 'Recipient'),
      'SubjectConfirmationData has no NotOnOrAfter',
    ],
    [
      'a session that has ended',
      edit('SessionIndex=', `SessionNotOnOrAfter="${at(now - 2 * minute)}" SessionIndex=`),
      'NotOnOrAfter of its AuthnStatement',
    ],
    ['no IssueInstant', edit(/ IssueInstant="[^"]+"/, ''), 'Assertion has no IssueInstant'],
    [
      'a time that is none',
      edit(/IssueInstant="[^"]+"/, 'IssueInstant="yesterday"'),
      'IssueInstant of Assertion is "yesterday"',
    ],
    [
      'a time without a zone',
      edit(/IssueInstant="[^"]+"/, 'IssueInstant="2026-03-03T09:08:07"'),
      'expected a time such as',
    ],
    ['no recipient', edit(/ Recipient="[^"]+"/, ''), 'The Recipient of the assertion is missing'],
    ['no InResponseTo of its own', edit(/ InResponseTo="[^"]+"/, ''), 'The assertion is unsolicited'],
    [
      'no audience',
      edit(/<saml:AudienceRestriction>.*<\/saml:AudienceRestriction>/, ''),
      'for the audience (none)',
    ],
    [
      'one audience restriction that fits and one that does not',
      edit(
        '</saml:AudienceRestriction>',
        '</saml:AudienceRestriction><saml:AudienceRestriction><saml:Audience>urn:other</saml:Audience></saml:AudienceRestriction>',
      ),
      'for the audience urn:amazon:cognito:sp:eu-central-1_abc, urn:other',
    ],
    [
      'an unknown condition',
      edit('</saml:Conditions>', '<saml:Condition/></saml:Conditions>'),
      'the condition Condition, which is not understood',
    ],
    ['no Conditions', edit(/<saml:Conditions .*<\/saml:Conditions>/, ''), 'The assertion has no Conditions'],
    [
      'two Subjects',
      edit(/(<saml:Subject>.*<\/saml:Subject>)/, '$1$1'),
      'The assertion has more than one Subject',
    ],
    [
      'no AuthnStatement',
      edit(/<saml:AuthnStatement .*<\/saml:AuthnStatement>/, ''),
      'The assertion has no AuthnStatement',
    ],
    [
      'a confirmation by a key',
      edit('cm:bearer', 'cm:holder-of-key'),
      'no SubjectConfirmation with the method bearer',
    ],
    ['SAML 1.1', edit('Version="2.0"', 'Version="1.1"'), 'The assertion is of SAML version 1.1'],
    [
      'an Issuer that is missing',
      edit(/<saml:Issuer>[^<]+<\/saml:Issuer>/, '<saml:Issuer/>'),
      'The Issuer of the assertion is missing',
    ],
  ])('is refused with %s', async (_, changed, text) => {
    const refused = await refusalWith(changed);
    expect(refused.message).toMatch(/^Invalid SAML response received: /);
    expect(refused.text).toContain(text);
  });

  it('is refused without an ID, by which it would be known again', async () => {
    const refused = await refusalWith({ sign: 'response', ...edit(/ ID="[^"]+"/, '') });
    expect(refused.message).toBe(invalid('the assertion has no ID.'));
  });

  it('is refused when the provider says that it failed', async () => {
    const xml = await idp.respondXml({ ...knobs, status: 'Responder' });
    const said = xml.replace(
      '</samlp:Status>',
      '<samlp:StatusMessage>Not assigned to the app</samlp:StatusMessage></samlp:Status>',
    );
    expect(await refusalOfXml(said)).toMatchObject({
      message: invalid('the status is not Success.'),
      text: 'The identity provider refused: its status is Responder, and it says "Not assigned to the app".',
    });
    expect((await refusalOfXml(xml.replace(/<samlp:Status>.*<\/samlp:Status>/, ''))).text).toContain(
      'its status is missing',
    );
  });

  it('may be a minute early or late', async () => {
    for (const skew of [-5 * minute - 59_000, 59_000]) {
      await expect(
        validateResponse(await idp.respond({ ...knobs, now: now + skew }), expected),
      ).resolves.toBeDefined();
    }
    expect((await refusalWith({ now: now - 6 * minute })).text).toContain('expired');
    expect((await refusalWith({ now: now + 61_000 })).text).toContain('not yet valid');
  });

  it('may name more than one audience, and be confirmed in more than one way', async () => {
    const changed = {
      editAssertion: (xml: string) =>
        xml
          .replace('<saml:Audience>', '<saml:Audience>urn:other</saml:Audience><saml:Audience>')
          .replace(
            '<saml:SubjectConfirmation ',
            '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"/><saml:SubjectConfirmation ',
          ),
    };
    await expect(
      validateResponse(await idp.respond({ ...knobs, ...changed }), expected),
    ).resolves.toBeDefined();
  });

  it('needs no destination or issuer of a response that is not signed itself', async () => {
    const xml = await idp.respondXml({ ...knobs, destination: undefined });
    const bare = xml.replace(/<saml:Issuer xmlns:saml="[^"]+">[^<]+<\/saml:Issuer>/, '');
    const response = Buffer.from(bare).toString('base64');
    const { usableUntil } = await validateResponse(response, expected);
    expect(usableUntil).toBe(now + 6 * minute);
  });

  describe('when nobody asked for it', () => {
    const unsolicited = { requestId: undefined };

    it('counts for 6 minutes from its issue', async () => {
      const old = edit(/IssueInstant="[^"]+"/, `IssueInstant="${at(now - 6 * minute)}"`);
      const response = await idp.respond({ ...knobs, ...unsolicited, ...old });
      await expect(validateResponse(response, { ...expected, ...unsolicited })).resolves.toBeDefined();
      const older = edit(/IssueInstant="[^"]+"/, `IssueInstant="${at(now - 6 * minute - 1000)}"`);
      expect((await refusalWith({ ...unsolicited, ...older }, unsolicited)).text).toBe(
        'The assertion was issued at 2026-03-03T09:02:06.000Z, more than 6 minutes before 2026-03-03T09:08:07.000Z; one that nobody asked for may not be older.',
      );
    });

    it('answers no request, ours or another', async () => {
      expect((await refusalWith({}, unsolicited)).text).toBe(
        'InResponseTo of the response is _request-1, but there was no request.',
      );
      const stolen = await idp.respondXml(knobs);
      const cut = stolen.replace(' InResponseTo="_request-1"', '');
      expect((await refusalOfXml(cut, unsolicited)).text).toBe(
        'InResponseTo of the assertion is _request-1, but there was no request.',
      );
    });
  });
});
