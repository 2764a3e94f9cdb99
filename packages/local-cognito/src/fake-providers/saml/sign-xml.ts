import { SignedXml } from 'xml-crypto';
import type { ProviderKey } from '../provider-keys.ts';

const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const enveloped = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';

/** The document with an enveloped signature of its root after the root's Issuer (SAML core §5.4), RSA-SHA256. */
export function signXml(xml: string, { id, key }: { id: string; key: ProviderKey }): string {
  const signer = new SignedXml({
    privateKey: key.privateKey.export({ format: 'pem', type: 'pkcs8' }),
    signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    canonicalizationAlgorithm: exclusive,
    getKeyInfoContent: () =>
      `<ds:X509Data><ds:X509Certificate>${key.certificate}</ds:X509Certificate></ds:X509Data>`,
  });
  signer.addReference({
    xpath: `/*[@ID="${id}"]`,
    transforms: [enveloped, exclusive],
    digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
  });
  signer.computeSignature(xml, {
    prefix: 'ds',
    location: { reference: "/*/*[local-name()='Issuer']", action: 'after' },
  });
  return signer.getSignedXml();
}
