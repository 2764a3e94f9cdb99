/*
 * The one place that uses node-saml, and for one thing only: whether a signature by the provider covers an assertion, and
 * which bytes it covers. Everything else is checked in the files beside, on those bytes, by the server's clock.
 */
import { X509Certificate } from 'node:crypto';
import { type Profile, SAML, ValidateInResponseTo } from '@node-saml/node-saml';
import { FederationError } from '../trace.ts';
import { checkAssertion, type ExpectedAnswer } from './check-assertion.ts';
import { checkResponse, readResponse, readSamlXml } from './check-response.ts';
import { checkSigned, invalidSignature, type Signed } from './check-signed.ts';
import { toPem } from './decrypt-assertion.ts';
import { attributeOf } from './read-xml.ts';
import { invalidResponse } from './response-error.ts';

export interface ExpectedResponse extends ExpectedAnswer {
  /** The provider's signing certificates, DER as base64. No other key is trusted. */
  certificates: readonly string[];
  /** PKCS#8 in base64, of a provider that has to encrypt. Without it encrypted assertions are refused, with it all others. */
  decryptionKey: string | undefined;
}

export interface ValidResponse {
  /** Parsed from what the signature covers. */
  assertion: Element;
  assertionId: string;
  /** Epoch ms, from which on the response is refused anyway. */
  usableUntil: number;
}

/** A signature that none of the certificates fits: the provider may have new ones. */
export class UnknownSignature extends FederationError {
  constructor() {
    const remedy =
      "Renew the provider's metadata here if it has a new certificate; if it has not, somebody tampered with the response.";
    const text =
      'The signature does not fit: it was made with another key than those in the metadata, or the response was changed afterwards.';
    super(invalidSignature(text, remedy).message, { text, remedy });
  }
}

/** The assertion of a posted `SAMLResponse`. Throws FederationError. */
export async function validateResponse(
  samlResponse: string,
  expected: ExpectedResponse,
): Promise<ValidResponse> {
  const response = readResponse(samlResponse);
  checkResponse(response, expected);
  const signed = await checkSigned(response, expected.decryptionKey);
  const assertion = readSamlXml(await verifiedAssertion(samlResponse, expected, signed));
  const assertionId = attributeOf(assertion, 'ID') ?? '';
  if (assertionId === '') {
    throw invalidResponse('the assertion has no ID.', {
      text: 'The assertion has no ID, without which it could be used again and again.',
      remedy: 'Have the identity provider answer with the Web Browser SSO profile of SAML 2.0.',
    });
  }
  return { assertion, assertionId, usableUntil: checkAssertion(assertion, expected) };
}

async function verifiedAssertion(
  samlResponse: string,
  expected: ExpectedResponse,
  signed: Signed,
): Promise<string> {
  const isCurrent = (certificate: string) => validityProblem(certificate, expected.now) === undefined;
  const current = expected.certificates.filter(isCurrent);
  const xml = await signedAssertion(samlResponse, current, expected, signed);
  if (xml !== undefined) return xml;
  for (const certificate of expected.certificates) {
    const problem = validityProblem(certificate, expected.now);
    if (problem && (await signedAssertion(samlResponse, [certificate], expected, signed)) !== undefined) {
      throw invalidSignature(
        `The certificate that the response is signed with ${problem}.`,
        'Renew the signing certificate at the identity provider, then its metadata here.',
      );
    }
  }
  throw new UnknownSignature();
}

/** The XML of the response's assertion, as far as it is signed with one of the certificates. */
async function signedAssertion(
  SAMLResponse: string,
  certificates: readonly string[],
  { audience, recipient, decryptionKey }: ExpectedResponse,
  signed: Signed,
): Promise<string | undefined> {
  if (certificates.length === 0) return undefined;
  const saml = new SAML({
    idpCert: [...certificates],
    issuer: audience,
    callbackUrl: recipient,
    ...(decryptionKey !== undefined && { decryptionPvk: toPem(decryptionKey) }),
    // Every signature that is there has to hold.
    wantAuthnResponseSigned: signed.response,
    wantAssertionsSigned: signed.assertion,
    // `checkAssertion` has the server's clock, the request and the words for these.
    audience: false,
    acceptedClockSkewMs: -1,
    validateInResponseTo: ValidateInResponseTo.never,
  });
  let verified: string | undefined;
  // Called with what a signature covers; what node-saml makes of it by the system's clock is not wanted.
  const processValidlySignedAssertionAsync = async (xml: string) => {
    verified = xml;
    return { profile: {} as Profile, loggedOut: false };
  };
  Object.assign(saml, { processValidlySignedAssertionAsync });
  try {
    await saml.validatePostResponseAsync({ SAMLResponse });
    return verified;
  } catch {
    return undefined;
  }
}

function validityProblem(certificate: string, now: number): string | undefined {
  const { validFromDate, validToDate } = new X509Certificate(Buffer.from(certificate, 'base64'));
  if (validToDate.getTime() < now) return `expired on ${validToDate.toISOString()}`;
  if (validFromDate.getTime() > now) return `is valid only from ${validFromDate.toISOString()}`;
  return undefined;
}
