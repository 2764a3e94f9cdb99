import { attributeOf, childrenOf, descendants, elementsBelow } from './read-xml.ts';
import { namespaces } from './service-provider.ts';

/** A document whose signatures are not of the one shape that is accepted. The message is a plain sentence, without period. */
export class SignatureRefused extends Error {}

const canonicalizations = [
  'http://www.w3.org/2001/10/xml-exc-c14n#',
  'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
];
const enveloped = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';
const signatureMethods = [
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
  'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1',
];
const digestMethods = ['http://www.w3.org/2001/04/xmlenc#sha256', 'http://www.w3.org/2001/04/xmlenc#sha512'];

/**
 * What must be true of every signature before one is verified: it stands directly in the root or in an assertion directly
 * below, signs exactly the element it stands in, by id, with RSA and SHA-2, and transforms nothing away. Ids are unique in
 * the document, whatever their attribute is called. Throws {@link SignatureRefused}. (XML Signature Best Practices; SAML
 * core §5.4.)
 */
export function checkSignatures(root: Element): void {
  checkIds(root);
  for (const element of descendants(root)) {
    if (element.localName !== 'Signature') continue;
    const parent = element.parentNode as Element;
    const isInPlace = parent === root || (parent.localName === 'Assertion' && parent.parentNode === root);
    if (!isInPlace || element.namespaceURI !== namespaces.signature) {
      throw new SignatureRefused('a signature stands where none belongs');
    }
    if (signaturesOf(parent).length > 1) throw new SignatureRefused('an element has more than one signature');
    checkSignature(element, attributeOf(parent, 'ID'));
  }
}

/** Those that stand directly in an element. */
export function signaturesOf(element: Element): Element[] {
  return childrenOf(element, namespaces.signature, 'Signature');
}

function checkIds(root: Element): void {
  const seen = new Set<string>();
  for (const { attributes } of descendants(root)) {
    for (const { localName, name, value } of Array.from(
      { length: attributes.length },
      (_, at) => attributes[at] as Attr,
    )) {
      if ((localName ?? name).toLowerCase() !== 'id') continue;
      if (seen.has(value)) throw new SignatureRefused(`two elements have the id ${value}`);
      seen.add(value);
    }
  }
}

function checkSignature(signature: Element, id: string | undefined): void {
  const unexpected = elementsBelow(signature).find(
    ({ localName }) => !['SignedInfo', 'SignatureValue', 'KeyInfo'].includes(localName),
  );
  if (unexpected)
    throw new SignatureRefused(`a signature has a ${unexpected.localName}, which is not accepted`);
  const signedInfo = only(signature, 'SignedInfo');
  only(signature, 'SignatureValue');
  checkAlgorithm(only(signedInfo, 'CanonicalizationMethod'), canonicalizations);
  checkAlgorithm(only(signedInfo, 'SignatureMethod'), signatureMethods);
  const reference = only(signedInfo, 'Reference');
  if (!id || attributeOf(reference, 'URI') !== `#${id}`) {
    throw new SignatureRefused('a signature does not sign the element it stands in');
  }
  checkAlgorithm(only(reference, 'DigestMethod'), digestMethods);
  only(reference, 'DigestValue');
  const [first, second, ...more] = childrenOf(
    only(reference, 'Transforms'),
    namespaces.signature,
    'Transform',
  );
  if (more.length > 0) throw new SignatureRefused('a signature has more than two transforms');
  checkAlgorithm(first, [enveloped]);
  if (second) checkAlgorithm(second, canonicalizations);
}

function only(parent: Element, localName: string): Element {
  const [child, second] = childrenOf(parent, namespaces.signature, localName);
  if (!child || second)
    throw new SignatureRefused(`${parent.localName} of a signature must have one ${localName}`);
  return child;
}

function checkAlgorithm(element: Element | undefined, accepted: readonly string[]): void {
  const algorithm = attributeOf(element, 'Algorithm') ?? 'none';
  if (accepted.includes(algorithm)) return;
  throw new SignatureRefused(`the algorithm ${algorithm} is not accepted: expected ${accepted.join(' or ')}`);
}
