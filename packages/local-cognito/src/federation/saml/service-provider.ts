import type { DomainRequest } from '../../oauth/domain-request.ts';

/** XML namespaces of SAML 2.0, XML Signature and XML Encryption. */
export const namespaces = {
  protocol: 'urn:oasis:names:tc:SAML:2.0:protocol',
  assertion: 'urn:oasis:names:tc:SAML:2.0:assertion',
  metadata: 'urn:oasis:names:tc:SAML:2.0:metadata',
  signature: 'http://www.w3.org/2000/09/xmldsig#',
} as const;

/** How a user pool calls itself towards SAML providers; also the audience of their assertions. */
export function entityIdOf(poolId: string): string {
  return `urn:amazon:cognito:sp:${poolId}`;
}

/** Where providers post their responses to: what `Destination` and `Recipient` must be. */
export function assertionConsumerUrl({ baseUrl }: Pick<DomainRequest, 'baseUrl'>): string {
  return `${baseUrl}/saml2/idpresponse`;
}
