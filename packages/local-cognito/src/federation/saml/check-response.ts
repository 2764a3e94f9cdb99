import { FederationError } from '../trace.ts';
import { checkIssuer, type ExpectedAnswer, wrongRequest } from './check-assertion.ts';
import { signaturesOf } from './check-signatures.ts';
import { attributeOf, childrenOf, readXml, textOf, XmlRefused } from './read-xml.ts';
import { invalidResponse } from './response-error.ts';
import { namespaces } from './service-provider.ts';

/** Cognito's limit for what is posted as `SAMLResponse`. */
const maxResponseCharacters = 100_000;

/** The `Response` of a posted `SAMLResponse`, with nothing checked but its form. Throws FederationError. */
export function readResponse(samlResponse: string): Element {
  return readSamlMessage(samlResponse, 'Response');
}

/** The root of a posted message, which must be called so. Throws FederationError. */
export function readSamlMessage(posted: string, localName: 'Response' | 'LogoutResponse'): Element {
  if (posted.length > maxResponseCharacters) {
    throw unreadable(`it has ${posted.length} characters, and at most ${maxResponseCharacters} are read`);
  }
  const root = readSamlXml(decode(posted));
  if (root.localName === localName && root.namespaceURI === namespaces.protocol) return root;
  throw unreadable(`it is a ${root.localName}, not a ${localName} of SAML 2.0`);
}

/** What a response says of itself, for a trace: none of it is checked, and there is nothing of one that cannot be read. */
export function responseFacts(samlResponse: string): Record<string, string> {
  try {
    const response = readResponse(samlResponse);
    const names = ['Destination', 'InResponseTo', 'IssueInstant'];
    const facts = names.map((name) => [name, attributeOf(response, name) ?? 'missing']);
    const [issuer] = childrenOf(response, namespaces.assertion, 'Issuer');
    return { Issuer: textOf(issuer) || 'missing', ...Object.fromEntries(facts) };
  } catch (error) {
    if (error instanceof FederationError) return {};
    throw error;
  }
}

function decode(samlResponse: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(samlResponse, 'base64'));
  } catch {
    throw unreadable('it is not UTF-8 in base64');
  }
}

/** The root of a response, or of an assertion that was in one. Throws FederationError. */
export function readSamlXml(xml: string): Element {
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

/**
 * What the response itself says. Unless it is signed nobody vouches for that; the assertion is checked besides. Throws
 * FederationError.
 */
export function checkResponse(response: Element, expected: ExpectedAnswer): void {
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
