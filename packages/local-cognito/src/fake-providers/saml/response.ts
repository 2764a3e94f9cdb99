import { randomBytes } from 'node:crypto';
import { type Html, html } from '../../html.ts';
import { type Breakage, clockSkewMs } from '../break-it.ts';
import type { FakeProvider, FakeSession } from '../fake-provider.ts';
import { encryptAssertion } from './encrypt-assertion.ts';
import { saml } from './identifiers.ts';
import { signXml } from './sign-xml.ts';

export interface ResponseTo {
  /** The service provider's entity id. */
  audience: string;
  assertionConsumerUrl: string;
  /** The id of its request; `undefined` where the provider begins. */
  requestId: string | undefined;
  /** DER as base64: the assertion is encrypted for it. */
  encryptionCertificate: string | undefined;
}

const validMs = 5 * 60 * 1000;
const newId = () => `_${randomBytes(16).toString('hex')}`;
const iso = (ms: number) => new Date(ms).toISOString();

/** A response that signs somebody in, assertion and response both signed; or broken, as was asked for. */
export async function makeResponse(
  provider: FakeProvider,
  session: FakeSession,
  to: ResponseTo,
  breakage: Breakage | undefined,
): Promise<string> {
  const now = provider.cognito.clock() - (breakage === 'clock-skew' ? clockSkewMs : 0);
  const key = await provider.keys.get(breakage === 'expired-certificate' ? 'expired' : 'current');
  const parts = {
    issuer: breakage === 'wrong-issuer' ? `${provider.base()}-old` : provider.base(),
    audience: breakage === 'wrong-audience' ? `${to.audience}-of-somebody-else` : to.audience,
    to: breakage === 'unsolicited-response' ? { ...to, requestId: undefined } : to,
    session,
    hasEmail: breakage !== 'missing-email',
    now,
  };
  const assertionId = newId();
  const signed = signXml(assertionXml(assertionId, parts).markup, { id: assertionId, key });
  const assertion = breakage === 'tampered-signature' ? tamper(signed) : signed;
  const content =
    to.encryptionCertificate === undefined
      ? assertion
      : await encryptAssertion(assertion, to.encryptionCertificate);
  return signResponse(parts, { status: statusXml(), content: { markup: content } }, key);
}

/** A response that says why nobody is signed in (SAML core §3.2.2.2). */
export async function makeRefusal(provider: FakeProvider, to: ResponseTo, status: string): Promise<string> {
  const parts = { issuer: provider.base(), to, now: provider.cognito.clock() };
  return signResponse(parts, { status: statusXml(status) }, await provider.keys.get('current'));
}

interface ResponseParts {
  issuer: string;
  to: ResponseTo;
  now: number;
}

interface AssertionParts extends ResponseParts {
  audience: string;
  session: FakeSession;
  hasEmail: boolean;
}

function signResponse(
  { issuer, to, now }: ResponseParts,
  { status, content }: { status: Html; content?: Html },
  key: Parameters<typeof signXml>[1]['key'],
): string {
  const id = newId();
  const xml = html`<samlp:Response xmlns:samlp="${saml.protocol}" xmlns:saml="${saml.assertion}" ID="${id}" Version="2.0" IssueInstant="${iso(now)}" Destination="${to.assertionConsumerUrl}"${inResponseTo(to)}><saml:Issuer>${issuer}</saml:Issuer>${status}${content}</samlp:Response>`;
  return signXml(xml.markup, { id, key });
}

const inResponseTo = ({ requestId }: ResponseTo): Html =>
  requestId === undefined ? html`` : html` InResponseTo="${requestId}"`;

function statusXml(refusal?: string): Html {
  if (refusal === undefined)
    return html`<samlp:Status><samlp:StatusCode Value="${saml.success}"/></samlp:Status>`;
  const prefix = 'urn:oasis:names:tc:SAML:2.0:status';
  return html`<samlp:Status><samlp:StatusCode Value="${prefix}:Responder"><samlp:StatusCode Value="${prefix}:${refusal}"/></samlp:StatusCode></samlp:Status>`;
}

function assertionXml(id: string, { issuer, audience, to, session, hasEmail, now }: AssertionParts): Html {
  const { subject } = session.person;
  const until = iso(now + validMs);
  return html`<saml:Assertion xmlns:saml="${saml.assertion}" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ID="${id}" Version="2.0" IssueInstant="${iso(now)}"><saml:Issuer>${issuer}</saml:Issuer><saml:Subject><saml:NameID Format="${saml.persistent}">${subject}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData NotOnOrAfter="${until}" Recipient="${to.assertionConsumerUrl}"${inResponseTo(to)}/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="${iso(now - 30_000)}" NotOnOrAfter="${until}"><saml:AudienceRestriction><saml:Audience>${audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="${iso(Math.min(session.since, now))}" SessionIndex="${session.id}"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement>${attributes(session, hasEmail)}</saml:AttributeStatement></saml:Assertion>`;
}

function attributes({ person }: FakeSession, hasEmail: boolean): Html[] {
  const { email, name, groups } = person;
  const [given = name, ...family] = name.split(' ');
  const values: [string, readonly string[]][] = [
    ['email', hasEmail ? [email] : []],
    ['name', [name]],
    ['given_name', [given]],
    ['family_name', family.length > 0 ? [family.join(' ')] : []],
    ['groups', groups],
  ];
  return values
    .filter(([, all]) => all.length > 0)
    .map(
      ([attribute, all]) =>
        html`<saml:Attribute Name="${attribute}" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:basic">${all.map((value) => html`<saml:AttributeValue xsi:type="xs:string">${value}</saml:AttributeValue>`)}</saml:Attribute>`,
    );
}

/** Another person's subject under the same signature. */
const tamper = (assertion: string) =>
  assertion.replace(/(<saml:NameID[^>]*>)[^<]*/, (_, start: string) => `${start}somebody-else`);
