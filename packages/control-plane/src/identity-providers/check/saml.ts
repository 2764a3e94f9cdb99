import { X509Certificate } from 'node:crypto';
import type { Clock, IdentityProviderSpec } from '@cohabit/core';
import { DOMParser } from '@xmldom/xmldom';
import { doubtful, type Finding, wrong } from './findings.ts';
import { FetchRefused, type GuardedFetch } from './guarded-fetch.ts';

type SamlSpec = Extract<IdentityProviderSpec, { protocol: 'saml' }>;

const METADATA = 'urn:oasis:names:tc:SAML:2.0:metadata';
const SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#';
const BINDING = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-';
const DAY_MS = 86_400_000;
const SOON_DAYS = 30;

/** Looks at a provider's SAML 2.0 metadata, as Cognito will. */
export async function checkSaml(
  { details }: SamlSpec,
  fetch: GuardedFetch,
  clock: Clock,
): Promise<Finding[]> {
  const { metadataUrl, metadataXml } = details;
  let text = metadataXml ?? '';
  if (metadataUrl !== undefined) {
    try {
      const answer = await fetch(metadataUrl);
      if (answer.status !== 200) {
        return [
          wrong(
            'metadata_missing',
            `The metadata cannot be read: ${metadataUrl} answers ${answer.status}. Check the address.`,
          ),
        ];
      }
      text = answer.text;
    } catch (error) {
      if (!(error instanceof FetchRefused)) throw error;
      return [
        wrong('metadata_unreachable', `The metadata cannot be read: ${error.message}. Check the address.`),
      ];
    }
  }
  const entity = readEntity(text);
  if (typeof entity === 'string') return [wrong('not_saml_metadata', entity)];
  return [...checkEntity(entity, clock), ...checkRole(entity, clock)];
}

/** The provider's EntityDescriptor, or why there is none. Nothing that a document type could declare is read. */
function readEntity(text: string): Element | string {
  const advice = 'Give the address of the metadata of your identity provider, or the file itself.';
  if (/<!DOCTYPE|<!ENTITY/i.test(text))
    return `The metadata declares a document type, which is refused. ${advice}`;
  if (/^\s*(?:<!doctype html|<html)/i.test(text))
    return `This is a web page and not SAML metadata. ${advice}`;
  let root: Element | null;
  try {
    const problems: string[] = [];
    const errorHandler = (_level: string, message: string) => void problems.push(message);
    root = new DOMParser({ errorHandler }).parseFromString(text, 'text/xml')?.documentElement ?? null;
    if (problems.length > 0) root = null;
  } catch {
    root = null;
  }
  if (!root) return `This is not XML. ${advice}`;
  if (root.namespaceURI !== METADATA || root.localName !== 'EntityDescriptor') {
    return `This is XML, but not SAML 2.0 metadata of one provider: it begins with <${root.nodeName.slice(0, 60)}> and not with EntityDescriptor. ${advice}`;
  }
  return root;
}

function checkEntity(entity: Element, clock: Clock): Finding[] {
  const findings: Finding[] = [];
  if (!entity.getAttribute('entityID')) {
    findings.push(
      wrong(
        'entity_id_missing',
        'The metadata has no entityID, by which the provider is known. Export it again.',
      ),
    );
  }
  const until = Date.parse(entity.getAttribute('validUntil') ?? '');
  if (until < clock()) {
    findings.push(
      wrong(
        'metadata_expired',
        `The metadata was valid until ${day(until)}. Export it again, or give its address, where it is renewed.`,
      ),
    );
  }
  return findings;
}

function checkRole(entity: Element, clock: Clock): Finding[] {
  const role = entity.getElementsByTagNameNS(METADATA, 'IDPSSODescriptor')[0];
  if (!role) {
    return [
      wrong(
        'not_an_identity_provider',
        'The metadata is of a service, not of an identity provider: it has no IDPSSODescriptor. Export the metadata of your identity provider.',
      ),
    ];
  }
  const bindings = elements(role, METADATA, 'SingleSignOnService').map((service) =>
    service.getAttribute('Binding'),
  );
  const isReachable = bindings.some(
    (binding) => binding === `${BINDING}Redirect` || binding === `${BINDING}POST`,
  );
  return [
    ...(isReachable
      ? []
      : [
          wrong(
            'sign_in_address_missing',
            'The metadata names no SingleSignOnService with redirect or POST binding, so nobody can be sent there. Export it again.',
          ),
        ]),
    ...checkCertificates(role, clock),
  ];
}

function checkCertificates(role: Element, clock: Clock): Finding[] {
  const signing = elements(role, METADATA, 'KeyDescriptor').filter(
    (key) => key.getAttribute('use') !== 'encryption',
  );
  const texts = signing.flatMap((key) =>
    elements(key, SIGNATURE, 'X509Certificate').map((certificate) => certificate.textContent ?? ''),
  );
  if (texts.length === 0) {
    return [
      wrong(
        'certificate_missing',
        'The metadata holds no signing certificate, so nothing the provider says can be checked. Export it again.',
      ),
    ];
  }
  const certificates = texts.map(readCertificate);
  const ends = certificates
    .filter((certificate) => certificate !== undefined)
    .map(({ validTo }) => Date.parse(validTo));
  if (ends.length === 0) {
    return [
      wrong(
        'certificate_unreadable',
        'The signing certificate in the metadata cannot be read. Export the metadata again.',
      ),
    ];
  }
  const last = Math.max(...ends);
  if (last < clock()) {
    return [
      wrong(
        'certificate_expired',
        `The signing certificate expired on ${day(last)}. Renew it at the provider and export the metadata again.`,
      ),
    ];
  }
  const days = Math.floor((last - clock()) / DAY_MS);
  if (days >= SOON_DAYS) return [];
  return [
    doubtful(
      'certificate_expires_soon',
      `The signing certificate expires on ${day(last)}, in ${days} days. Plan its renewal.`,
    ),
  ];
}

function readCertificate(text: string): X509Certificate | undefined {
  try {
    return new X509Certificate(Buffer.from(text.replaceAll(/\s/g, ''), 'base64'));
  } catch {
    return undefined;
  }
}

function elements(parent: Element, namespace: string, name: string): Element[] {
  return Array.from(parent.getElementsByTagNameNS(namespace, name));
}

function day(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10);
}
