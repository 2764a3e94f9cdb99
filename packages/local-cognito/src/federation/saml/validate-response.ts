/*
 * The one place that uses node-saml, and for one thing only: whether a signature by the provider covers an assertion, and
 * which bytes it covers. Everything else is checked here and in the files beside, on those bytes, by the server's clock.
 */
import { X509Certificate } from 'node:crypto';
import { SAML, ValidateInResponseTo } from '@node-saml/node-saml';
import { FederationError } from '../trace.ts';
import { checkAssertion, checkIssuer, type ExpectedAnswer, wrongRequest } from './check-assertion.ts';
import { checkSignatures, SignatureRefused, signaturesOf } from './check-signatures.ts';
import { decryptAssertion, toPem } from './decrypt-assertion.ts';
import { attributeOf, childrenOf, descendants, readXml, textOf, XmlRefused } from './read-xml.ts';
import { invalidResponse } from './response-error.ts';
import { namespaces } from './service-provider.ts';

export interface ExpectedResponse extends ExpectedAnswer {
  /** The provider's signing certificates, DER as base64. No other key is trusted. */
  certificates: readonly string[];
  /** PKCS#8 in base64, of a provider that has to encrypt. Without it encrypted assertions are refused, with it all others. */
  decryptionKey: string | undefined;
}

/** A signature that none of the certificates fits: the provider may have new ones. */
export class UnknownSignature extends FederationError {
  constructor() {
    super('Invalid SAML response received: SAML Response signature is invalid.', {
      text: 'The signature does not fit: it was made with another key than those in the metadata, or the response was changed afterwards.',
      remedy:
        "Renew the provider's metadata here if it has a new certificate; if it has not, somebody tampered with the response.",
    });
  }
}

export interface ValidResponse {
  /** Parsed from what the signature covers. */
  assertion: Element;
  assertionId: string;
  /** Epoch ms, from which on the response is refused anyway. */
  usableUntil: number;
}

/** Cognito's limit for what is posted as `SAMLResponse`. */
const maxResponseCharacters = 100_000;

/** The assertion of a posted `SAMLResponse`. Throws FederationError. */
export async function validateResponse(
  samlResponse: string,
  expected: ExpectedResponse,
): Promise<ValidResponse> {
  const response = readResponse(samlResponse);
  checkResponse(response, expected);
  const isSigned = await checkWhatIsSigned(response, expected);
  const assertion = await verifiedAssertion(samlResponse, expected, isSigned);
  const assertionId = attributeOf(assertion, 'ID') ?? '';
  if (assertionId === '') {
    throw invalidResponse('the assertion has no ID.', {
      text: 'The assertion has no ID, without which it could be used again and again.',
      remedy: 'Have the identity provider answer with the Web Browser SSO profile of SAML 2.0.',
    });
  }
  return { assertion, assertionId, usableUntil: checkAssertion(assertion, expected) };
}

function readResponse(samlResponse: string): Element {
  if (samlResponse.length > maxResponseCharacters) {
    throw unreadable(
      `it has ${samlResponse.length} characters, and at most ${maxResponseCharacters} are read`,
    );
  }
  const root = readXmlOf(decode(samlResponse));
  if (root.localName === 'Response' && root.namespaceURI === namespaces.protocol) return root;
  throw unreadable(`it is a ${root.localName}, not a Response of SAML 2.0`);
}

function decode(samlResponse: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(samlResponse, 'base64'));
  } catch {
    throw unreadable('it is not UTF-8 in base64');
  }
}

function readXmlOf(xml: string): Element {
  try {
    return readXml(xml, { maxCharacters: maxResponseCharacters });
  } catch (error) {
    if (error instanceof XmlRefused) throw unreadable(error.message);
    throw error;
  }
}

function unreadable(why: string) {
  return invalidResponse('the response cannot be read.', {
    text: `The SAML response is not read: ${why}.`,
    remedy: 'Have the identity provider send a plain SAML 2.0 response.',
  });
}

/** What the response itself says. Unless it is signed nobody vouches for that; the assertion is checked besides. */
function checkResponse(response: Element, expected: ExpectedResponse): void {
  const { recipient, requestId } = expected;
  const destination = attributeOf(response, 'Destination');
  const mayLack = signaturesOf(response).length === 0;
  if (destination !== recipient && !(destination === undefined && mayLack)) {
    throw invalidResponse('the destination is not this user pool.', {
      text: `The Destination of the response is ${destination ?? 'missing'}, but this user pool receives at ${recipient}.`,
      remedy: `Set the assertion consumer service URL at the identity provider to ${recipient}.`,
    });
  }
  const issuers = childrenOf(response, namespaces.assertion, 'Issuer');
  if (issuers.length > 0) checkIssuer(issuers, expected, 'response');
  const seenRequest = attributeOf(response, 'InResponseTo');
  if (seenRequest !== undefined && seenRequest !== requestId) {
    throw wrongRequest('response', seenRequest, requestId);
  }
  checkStatus(response);
}

const success = 'urn:oasis:names:tc:SAML:2.0:status:Success';

function checkStatus(response: Element): void {
  const [status] = childrenOf(response, namespaces.protocol, 'Status');
  const [code] = status ? childrenOf(status, namespaces.protocol, 'StatusCode') : [];
  const value = attributeOf(code, 'Value');
  if (value === success) return;
  const [detail] = code ? childrenOf(code, namespaces.protocol, 'StatusCode') : [];
  const [message] = status ? childrenOf(status, namespaces.protocol, 'StatusMessage') : [];
  const names = [value, attributeOf(detail, 'Value')].map((uri) => uri?.split(':').at(-1)).filter(Boolean);
  const said = textOf(message).slice(0, 200);
  throw invalidResponse('the status is not Success.', {
    text: `The identity provider refused: its status is ${names.join(', ') || 'missing'}${said && `, and it says ${JSON.stringify(said)}`}.`,
    remedy: 'Look into the log of the identity provider; often the person is not assigned to the app there.',
  });
}

interface Signed {
  response: boolean;
  assertion: boolean;
}

/** The shape of all signatures, and which of the two elements have one. */
async function checkWhatIsSigned(response: Element, { decryptionKey }: ExpectedResponse): Promise<Signed> {
  const all = [...descendants(response)].filter(
    ({ localName }) => localName === 'Assertion' || localName === 'EncryptedAssertion',
  );
  const [found, second] = all;
  if (!found || second || found.parentNode !== response || found.namespaceURI !== namespaces.assertion) {
    throw invalidResponse('the response must have one assertion.', {
      text: `The response has ${all.length} assertions: expected exactly one, directly in the response.`,
      remedy:
        'Have the identity provider send one assertion; if it does, somebody tampered with the response.',
    });
  }
  const isEncrypted = found.localName === 'EncryptedAssertion';
  if (isEncrypted !== (decryptionKey !== undefined)) throw wrongEncryption(isEncrypted);
  checkShape(response);
  const assertion = decryptionKey === undefined ? found : await decrypted(found, decryptionKey);
  const signed = {
    response: signaturesOf(response).length > 0,
    assertion: signaturesOf(assertion).length > 0,
  };
  if (signed.response || signed.assertion) return signed;
  throw invalidSignature(
    'Neither the response nor its assertion is signed.',
    'Have the identity provider sign responses or assertions.',
  );
}

function wrongEncryption(isEncrypted: boolean) {
  if (!isEncrypted) {
    return invalidResponse('the assertion is not encrypted.', {
      text: 'The assertion is not encrypted, but EncryptedResponses is true for this identity provider.',
      remedy:
        'Give the identity provider the ActiveEncryptionCertificate, or set EncryptedResponses to false.',
    });
  }
  return invalidResponse('the assertion is encrypted.', {
    text: 'The assertion is encrypted, but EncryptedResponses is not true for this identity provider.',
    remedy: 'Set EncryptedResponses to true, and give the identity provider the ActiveEncryptionCertificate.',
  });
}

function checkShape(root: Element): void {
  try {
    checkSignatures(root);
  } catch (error) {
    if (!(error instanceof SignatureRefused)) throw error;
    throw invalidSignature(
      `The signature is not accepted: ${error.message}.`,
      'Have the identity provider sign with RSA-SHA256 and exclusive canonicalization; if it does, somebody tampered with the response.',
    );
  }
}

/** All that goes wrong looks the same from outside, or strangers could decrypt by asking (xmlenc-core1 §6.1.1). */
async function decrypted(encrypted: Element, privateKey: string): Promise<Element> {
  try {
    const assertion = readXmlOf(await decryptAssertion(encrypted, privateKey));
    if (assertion.localName !== 'Assertion' || assertion.namespaceURI !== namespaces.assertion) {
      throw new Error('not an assertion');
    }
    checkSignatures(assertion);
    return assertion;
  } catch {
    throw invalidSignature(
      'The encrypted assertion cannot be decrypted, or what is in it is no assertion with an acceptable signature.',
      'Give the identity provider the ActiveEncryptionCertificate of this provider; it must encrypt with RSA-OAEP and AES.',
    );
  }
}

async function verifiedAssertion(
  samlResponse: string,
  expected: ExpectedResponse,
  isSigned: Signed,
): Promise<Element> {
  const isCurrent = (certificate: string) => expiryProblem(certificate, expected.now) === undefined;
  const current = expected.certificates.filter(isCurrent);
  const old = expected.certificates.filter((certificate) => !isCurrent(certificate));
  const xml = await signedAssertion(samlResponse, current, expected, isSigned);
  if (xml === undefined) {
    if (await signedAssertion(samlResponse, old, expected, isSigned)) throw oldCertificate(old, expected.now);
    throw new UnknownSignature();
  }
  return readXmlOf(xml);
}

/** What of the response is signed with one of the certificates: the XML of its assertion. */
async function signedAssertion(
  SAMLResponse: string,
  certificates: readonly string[],
  { audience, recipient, decryptionKey }: ExpectedResponse,
  isSigned: Signed,
): Promise<string | undefined> {
  if (certificates.length === 0) return undefined;
  const saml = new SAML({
    idpCert: [...certificates],
    issuer: audience,
    callbackUrl: recipient,
    ...(decryptionKey !== undefined && { decryptionPvk: toPem(decryptionKey) }),
    // Every signature that is there has to hold.
    wantAuthnResponseSigned: isSigned.response,
    wantAssertionsSigned: isSigned.assertion,
    // `checkAssertion` has the server's clock, the request and the words for these.
    audience: false,
    acceptedClockSkewMs: -1,
    validateInResponseTo: ValidateInResponseTo.never,
  });
  try {
    const { profile } = await saml.validatePostResponseAsync({ SAMLResponse });
    return profile?.getAssertionXml?.();
  } catch {
    return undefined;
  }
}

function expiryProblem(certificate: string, now: number): string | undefined {
  const { validFromDate, validToDate } = new X509Certificate(Buffer.from(certificate, 'base64'));
  if (validToDate.getTime() < now) return `expired on ${validToDate.toISOString()}`;
  if (validFromDate.getTime() > now) return `is valid only from ${validFromDate.toISOString()}`;
  return undefined;
}

function oldCertificate(old: readonly string[], now: number) {
  const problems = old.map((certificate) => expiryProblem(certificate, now));
  return invalidSignature(
    `The certificate that the response is signed with ${problems.join(', another ')}.`,
    'Renew the signing certificate at the identity provider, then its metadata here.',
  );
}

function invalidSignature(text: string, remedy: string) {
  return invalidResponse('SAML Response signature is invalid.', { text, remedy });
}
