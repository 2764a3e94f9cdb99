import type { FederationError } from '../trace.ts';
import { readSamlXml } from './check-response.ts';
import { checkSignatures, SignatureRefused, signaturesOf } from './check-signatures.ts';
import { decryptAssertion } from './decrypt-assertion.ts';
import { descendants } from './read-xml.ts';
import { invalidResponse } from './response-error.ts';
import { namespaces } from './service-provider.ts';

/** Which of the two elements have a signature; at least one of them. */
export interface Signed {
  response: boolean;
  assertion: boolean;
}

/**
 * That a response has one assertion, encrypted or not as it has to be (`decryptionKey`: PKCS#8 in base64), and signatures
 * of an acceptable shape; not yet whether they hold. Throws FederationError.
 */
export async function checkSigned(response: Element, decryptionKey: string | undefined): Promise<Signed> {
  const all = assertionsIn(response);
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

/** Of any namespace: who counts otherwise may see fewer than others. */
function assertionsIn(root: Element): Element[] {
  return [...descendants(root)].filter(
    ({ localName }) => localName === 'Assertion' || localName === 'EncryptedAssertion',
  );
}

function wrongEncryption(isEncrypted: boolean): FederationError {
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

/** All that goes wrong looks the same from outside, or strangers could decrypt by asking (XML Encryption 1.1 §6.1.1). */
async function decrypted(encrypted: Element, privateKey: string): Promise<Element> {
  try {
    const root = readSamlXml(await decryptAssertion(encrypted, privateKey));
    const [assertion, second] = assertionsIn(root);
    if (assertion !== root || second || root.namespaceURI !== namespaces.assertion) {
      throw new Error('not one assertion');
    }
    checkSignatures(root);
    return root;
  } catch {
    throw invalidSignature(
      'The encrypted assertion cannot be decrypted, or what is in it is no assertion with an acceptable signature.',
      'Give the identity provider the ActiveEncryptionCertificate of this provider; it must encrypt with RSA-OAEP and AES.',
    );
  }
}

/** In Cognito's words, whatever is wrong with a signature. */
export function invalidSignature(text: string, remedy: string): FederationError {
  return invalidResponse('SAML Response signature is invalid.', { text, remedy });
}
