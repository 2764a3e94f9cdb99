import { randomBytes } from 'node:crypto';
import { DOMParser } from '@xmldom/xmldom';
import { SignedXml } from 'xml-crypto';
import { encrypt } from 'xml-encryption';
import { makeCertificate } from '../federation/saml/certificate.ts';

const rsaSha256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const sha256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
export const envelopedSignature = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';
export const exclusiveC14n = 'http://www.w3.org/2001/10/xml-exc-c14n#';

/** What a response says; the defaults are those of a provider that does everything right. */
export interface ResponseKnobs {
  recipient: string;
  audience: string;
  /** Of the AuthnRequest; `undefined` leaves InResponseTo out. */
  requestId: string | undefined;
  /** Epoch ms of the provider's clock. */
  now: number;
  destination?: string | undefined;
  issuer?: string;
  assertionId?: string;
  responseId?: string;
  nameId?: string;
  attributes?: Record<string, string | string[]>;
  status?: string;
  sign?: 'assertion' | 'response' | 'both' | 'none';
  algorithms?: { signature?: string; digest?: string; transforms?: string[]; canonicalization?: string };
  /** Certificate to encrypt the assertion for, DER as base64. */
  encryptFor?: string | undefined;
  encryption?: { key?: string; content?: string };
  /** Changes the assertion's XML before it is signed. */
  editAssertion?: (xml: string) => string;
  /** Changes the response's XML before it is signed; assertions are signed by then. */
  editResponse?: (xml: string) => string;
}

const saml = 'urn:oasis:names:tc:SAML:2.0:assertion';
const samlp = 'urn:oasis:names:tc:SAML:2.0:protocol';
const escapeXml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const iso = (ms: number) => new Date(ms).toISOString();
const newId = () => `_${randomBytes(16).toString('hex')}`;

/** A SAML identity provider of XML alone, which tests make honest or not. `certificateFrom`: when its certificate begins, epoch ms. */
export async function createSamlIdp({
  entityId = 'https://idp.acme.example/saml',
  ssoUrl = 'https://idp.acme.example/sso',
  sloUrl = 'https://idp.acme.example/slo',
  certificateFrom = Date.now() - 86_400_000,
  certificateYears = 2,
} = {}) {
  const { certificate, privateKey } = await makeCertificate('idp', {
    notBefore: certificateFrom,
    years: certificateYears,
  });
  const pem = (label: string, base64: string) =>
    `-----BEGIN ${label}-----\n${base64.match(/.{1,64}/g)?.join('\n')}\n-----END ${label}-----\n`;
  const privateKeyPem = pem('PRIVATE KEY', privateKey);

  const keyDescriptor = (der: string) =>
    `<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>${der}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`;
  const metadata = ({ certificates = [certificate] }: { certificates?: string[] } = {}) =>
    `<?xml version="1.0"?><md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${entityId}"><md:IDPSSODescriptor protocolSupportEnumeration="${samlp}">${certificates.map(keyDescriptor).join('')}<md:SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${sloUrl}"/><md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="${ssoUrl}/post"/><md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${ssoUrl}"/></md:IDPSSODescriptor></md:EntityDescriptor>`;

  /** Signs the element named so, with an enveloped signature behind its Issuer. */
  const sign = (xml: string, localName: string, algorithms: ResponseKnobs['algorithms'] = {}) => {
    const { signature = rsaSha256, digest = sha256, canonicalization = exclusiveC14n } = algorithms;
    const signer = new SignedXml({
      privateKey: privateKeyPem,
      publicCert: pem('CERTIFICATE', certificate),
      signatureAlgorithm: signature as never,
      canonicalizationAlgorithm: canonicalization as never,
    });
    if (signature.endsWith('hmac-sha1')) {
      signer.enableHMAC();
      // What an attacker has: the provider's public certificate.
      signer.privateKey = pem('CERTIFICATE', certificate);
    }
    const element = `//*[local-name(.)='${localName}']`;
    signer.addReference({
      xpath: element,
      transforms: (algorithms.transforms ?? [envelopedSignature, exclusiveC14n]) as never,
      digestAlgorithm: digest as never,
    });
    signer.computeSignature(xml, {
      prefix: 'ds',
      location: { reference: `${element}/*[local-name(.)='Issuer']`, action: 'after' },
    });
    return signer.getSignedXml();
  };

  const assertionXml = (knobs: ResponseKnobs) => {
    const { recipient, audience, requestId, now, issuer = entityId, assertionId = newId() } = knobs;
    const { nameId = 'ada@acme.example', attributes = { email: 'ada@acme.example' } } = knobs;
    const inResponseTo = requestId === undefined ? '' : ` InResponseTo="${escapeXml(requestId)}"`;
    const values = (value: string | string[]) =>
      [value]
        .flat()
        .map((text) => `<saml:AttributeValue>${escapeXml(text)}</saml:AttributeValue>`)
        .join('');
    const statements = Object.entries(attributes).map(
      ([name, value]) => `<saml:Attribute Name="${escapeXml(name)}">${values(value)}</saml:Attribute>`,
    );
    return `<saml:Assertion xmlns:saml="${saml}" ID="${assertionId}" Version="2.0" IssueInstant="${iso(now)}"><saml:Issuer>${escapeXml(issuer)}</saml:Issuer><saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">${escapeXml(nameId)}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData${inResponseTo} NotOnOrAfter="${iso(now + 300_000)}" Recipient="${escapeXml(recipient)}"/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="${iso(now - 5000)}" NotOnOrAfter="${iso(now + 300_000)}"><saml:AudienceRestriction><saml:Audience>${escapeXml(audience)}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="${iso(now)}" SessionIndex="session-1"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement>${statements.join('')}</saml:AttributeStatement></saml:Assertion>`;
  };

  /** The XML of a response. */
  const respondXml = async (knobs: ResponseKnobs): Promise<string> => {
    const { recipient, requestId, now, issuer = entityId, sign: what = 'assertion' } = knobs;
    const { destination = recipient, responseId = newId(), status = 'Success' } = knobs;
    const edit = knobs.editAssertion ?? ((xml: string) => xml);
    const plain = edit(assertionXml(knobs));
    const signed =
      what === 'assertion' || what === 'both' ? sign(plain, 'Assertion', knobs.algorithms) : plain;
    const content = knobs.encryptFor
      ? await encryptAssertion(signed, knobs.encryptFor, knobs.encryption)
      : signed;
    const inResponseTo = requestId === undefined ? '' : ` InResponseTo="${escapeXml(requestId)}"`;
    const destinationAttribute =
      'destination' in knobs && knobs.destination === undefined
        ? ''
        : ` Destination="${escapeXml(destination)}"`;
    const response = `<samlp:Response xmlns:samlp="${samlp}" ID="${responseId}" Version="2.0" IssueInstant="${iso(now)}"${destinationAttribute}${inResponseTo}><saml:Issuer xmlns:saml="${saml}">${escapeXml(issuer)}</saml:Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:${status}"/></samlp:Status>${content}</samlp:Response>`;
    const edited = knobs.editResponse?.(response) ?? response;
    return what === 'response' || what === 'both' ? sign(edited, 'Response', knobs.algorithms) : edited;
  };

  return {
    entityId,
    ssoUrl,
    sloUrl,
    certificate,
    privateKeyPem,
    metadata,
    sign,
    respondXml,
    /** As it is posted: base64. */
    respond: async (knobs: ResponseKnobs) => toBase64(await respondXml(knobs)),
  };
}

export type SamlIdp = Awaited<ReturnType<typeof createSamlIdp>>;

export const toBase64 = (xml: string) => Buffer.from(xml, 'utf8').toString('base64');

/** For tests that rearrange a document. */
export function parseXml(xml: string): Document {
  return new DOMParser().parseFromString(xml, 'text/xml');
}

function encryptAssertion(
  xml: string,
  certificate: string,
  {
    key = 'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p',
    content = 'http://www.w3.org/2009/xmlenc11#aes256-gcm',
  }: NonNullable<ResponseKnobs['encryption']> = {},
): Promise<string> {
  const pem = `-----BEGIN CERTIFICATE-----\n${certificate.match(/.{1,64}/g)?.join('\n')}\n-----END CERTIFICATE-----\n`;
  return new Promise((resolve, reject) => {
    const options = {
      rsa_pub: pem,
      pem,
      encryptionAlgorithm: content as never,
      keyEncryptionAlgorithm: key as never,
      warnInsecureAlgorithm: false,
    };
    encrypt(xml, options, (error, encrypted) =>
      error
        ? reject(error)
        : resolve(`<saml:EncryptedAssertion xmlns:saml="${saml}">${encrypted}</saml:EncryptedAssertion>`),
    );
  });
}
