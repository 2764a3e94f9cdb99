import { X509Certificate } from 'node:crypto';
import { attributeOf, childrenOf, descendants, readXml, textOf, XmlRefused } from './read-xml.ts';
import { namespaces } from './service-provider.ts';

/** What a SAML provider says about itself. */
export interface SamlMetadata {
  /** The only `Issuer` its responses may have. */
  entityId: string;
  /** Where requests are sent to, by redirect. */
  ssoUrl: string;
  /** Where logout requests are sent to, by redirect; not every provider has it. */
  sloUrl: string | undefined;
  /** With which its signatures are checked: RSA certificates, DER as base64. At least one. */
  certificates: string[];
}

/** Metadata that is of no use. The message says what is missing. */
export class MetadataRefused extends Error {}

const redirectBinding = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect';
const maxMetadataCharacters = 1024 * 1024;
const maxCertificateCharacters = 4096;

/** The provider that the metadata describes (SAML 2.0 metadata §2.4.3). Throws {@link MetadataRefused}. */
export function readMetadata(xml: string): SamlMetadata {
  const entity = findEntity(readRoot(xml));
  const entityId = attributeOf(entity, 'entityID');
  if (!entityId) throw new MetadataRefused('The SAML metadata has no entityID.');
  const [descriptor] = childrenOf(entity, namespaces.metadata, 'IDPSSODescriptor');
  if (!descriptor) {
    throw new MetadataRefused(
      'The SAML metadata has no IDPSSODescriptor: it is not that of an identity provider.',
    );
  }
  const ssoUrl = redirectUrl(descriptor, 'SingleSignOnService');
  if (ssoUrl === undefined) {
    throw new MetadataRefused('The SAML metadata has no SingleSignOnService with the HTTP-Redirect binding.');
  }
  return {
    entityId,
    ssoUrl,
    sloUrl: redirectUrl(descriptor, 'SingleLogoutService'),
    certificates: signingCertificates(descriptor),
  };
}

function readRoot(xml: string): Element {
  try {
    return readXml(xml, { maxCharacters: maxMetadataCharacters, allowComments: true });
  } catch (error) {
    if (error instanceof XmlRefused)
      throw new MetadataRefused(`The SAML metadata is not read: ${error.message}.`);
    throw error;
  }
}

/** The document's only entity, also where it is wrapped in a list. */
function findEntity(root: Element): Element {
  const entities = [...descendants(root)].filter(
    ({ localName, namespaceURI }) => localName === 'EntityDescriptor' && namespaceURI === namespaces.metadata,
  );
  const [entity] = entities;
  if (!entity) throw new MetadataRefused('The SAML metadata has no EntityDescriptor.');
  if (entities.length > 1) {
    throw new MetadataRefused(`The SAML metadata has ${entities.length} EntityDescriptors: expected one.`);
  }
  return entity;
}

function redirectUrl(descriptor: Element, service: string): string | undefined {
  const found = childrenOf(descriptor, namespaces.metadata, service).find(
    (element) => attributeOf(element, 'Binding') === redirectBinding,
  );
  if (!found) return undefined;
  const location = attributeOf(found, 'Location') ?? '';
  const url = URL.canParse(location) ? new URL(location) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
    throw new MetadataRefused(`The Location of ${service} in the SAML metadata is not an http or https URL.`);
  }
  return url.href;
}

function signingCertificates(descriptor: Element): string[] {
  const certificates = childrenOf(descriptor, namespaces.metadata, 'KeyDescriptor')
    .filter((key) => attributeOf(key, 'use') !== 'encryption')
    .flatMap((key) => [...descendants(key)])
    .filter(
      ({ localName, namespaceURI }) =>
        localName === 'X509Certificate' && namespaceURI === namespaces.signature,
    )
    .map((element) => readCertificate(textOf(element).replace(/\s+/g, '')));
  if (certificates.length === 0) {
    throw new MetadataRefused(
      'The SAML metadata has no signing certificate (KeyDescriptor with X509Certificate).',
    );
  }
  return [...new Set(certificates)];
}

function readCertificate(text: string): string {
  if (text.length > maxCertificateCharacters) {
    throw new MetadataRefused(
      `A signing certificate of the SAML metadata has ${text.length} characters: at most ${maxCertificateCharacters} are allowed.`,
    );
  }
  const certificate = parseCertificate(text);
  if (!certificate)
    throw new MetadataRefused('A signing certificate of the SAML metadata is not X.509 in base64.');
  if (certificate.publicKey.asymmetricKeyType !== 'rsa') {
    throw new MetadataRefused('A signing certificate of the SAML metadata has no RSA key.');
  }
  return certificate.raw.toString('base64');
}

function parseCertificate(text: string): X509Certificate | undefined {
  try {
    return new X509Certificate(Buffer.from(text, 'base64'));
  } catch {
    return undefined;
  }
}
