import { createSign } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { toPem } from './decrypt-assertion.ts';

const rsaSha256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';

export interface RedirectMessage {
  /** The provider's URL for this message; a query of its own stays. */
  destination: string;
  xml: string;
  relayState: string;
  /** PKCS#8 in base64; the message is signed when it is given. */
  signWith: string | undefined;
}

/** The address that carries a request to a provider (SAML bindings §3.4.4), signed over the query as it is sent. */
export function redirectTo({ destination, xml, relayState, signWith }: RedirectMessage): string {
  const parameters = new URLSearchParams({
    SAMLRequest: deflateRawSync(xml).toString('base64'),
    RelayState: relayState,
    ...(signWith !== undefined && { SigAlg: rsaSha256 }),
  });
  if (signWith !== undefined) {
    const signature = createSign('RSA-SHA256').update(parameters.toString()).sign(toPem(signWith), 'base64');
    parameters.set('Signature', signature);
  }
  return `${destination}${destination.includes('?') ? '&' : '?'}${parameters}`;
}
