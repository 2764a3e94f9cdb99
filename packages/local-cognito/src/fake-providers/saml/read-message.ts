import { inflateRawSync } from 'node:zlib';
import { attributeOf, childrenOf, readXml, textOf, XmlRefused } from '../../federation/saml/read-xml.ts';
import { saml } from './identifiers.ts';

/** A request of a service provider, as far as a fake provider looks at it. */
export interface SamlRequest {
  kind: 'AuthnRequest' | 'LogoutRequest';
  id: string;
  /** The service provider's entity id. */
  issuer: string;
  assertionConsumerUrl: string | undefined;
  isPassive: boolean;
  sessionIndex: string | undefined;
}

/** A request that cannot be answered. The message is a sentence for people. */
export class RequestRefused extends Error {}

const maxCharacters = 100_000;

/** What stands in `SAMLRequest`: deflated in the redirect binding, plain in the post binding. Throws {@link RequestRefused}. */
export function readSamlRequest(text: string): SamlRequest {
  const root = read(decode(text));
  const kind = root.localName;
  if (root.namespaceURI !== saml.protocol || (kind !== 'AuthnRequest' && kind !== 'LogoutRequest')) {
    throw new RequestRefused(`The request is a ${kind}: expected an AuthnRequest or a LogoutRequest.`);
  }
  const id = attributeOf(root, 'ID');
  const [issuer] = childrenOf(root, saml.assertion, 'Issuer');
  if (!id || !textOf(issuer)) throw new RequestRefused('The request has no ID or no Issuer.');
  const [sessionIndex] = childrenOf(root, saml.protocol, 'SessionIndex');
  return {
    kind,
    id,
    issuer: textOf(issuer),
    assertionConsumerUrl: attributeOf(root, 'AssertionConsumerServiceURL'),
    isPassive: attributeOf(root, 'IsPassive') === 'true',
    sessionIndex: textOf(sessionIndex) || undefined,
  };
}

function decode(text: string): string {
  const bytes = Buffer.from(text, 'base64');
  // XML begins with "<", which is no beginning of deflated data.
  if (bytes[0] === 0x3c) return bytes.toString();
  try {
    return inflateRawSync(bytes, { maxOutputLength: maxCharacters }).toString();
  } catch {
    throw new RequestRefused('The request cannot be read: expected XML that is deflated and in base64.');
  }
}

function read(xml: string): Element {
  try {
    return readXml(xml, { maxCharacters });
  } catch (error) {
    if (error instanceof XmlRefused) throw new RequestRefused(`The request is not read: ${error.message}.`);
    throw error;
  }
}
