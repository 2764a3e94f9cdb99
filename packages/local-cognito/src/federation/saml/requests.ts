import { randomUUID } from 'node:crypto';
import { html } from '../../html.ts';
import { namespaces } from './service-provider.ts';

/** A request as XML, and the id that its answer names in `InResponseTo`. */
export interface SamlRequest {
  id: string;
  xml: string;
}

export interface AuthnRequestOptions {
  /** The user pool's entity id. */
  issuer: string;
  destination: string;
  assertionConsumerUrl: string;
  /** The person has to sign in again. */
  isForced: boolean;
  /** Epoch ms. */
  now: number;
}

/** Asks for a sign-in (SAML core §3.4.1). */
export function authnRequest({
  issuer,
  destination,
  assertionConsumerUrl,
  isForced,
  now,
}: AuthnRequestOptions): SamlRequest {
  const id = newRequestId();
  const forced = isForced ? html` ForceAuthn="true"` : undefined;
  const { markup } =
    html`<samlp:AuthnRequest xmlns:samlp="${namespaces.protocol}" xmlns:saml="${namespaces.assertion}" ID="${id}" Version="2.0" IssueInstant="${instant(now)}" Destination="${destination}" AssertionConsumerServiceURL="${assertionConsumerUrl}" ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"${forced}><saml:Issuer>${issuer}</saml:Issuer></samlp:AuthnRequest>`;
  return { id, xml: markup };
}

export interface LogoutRequestOptions {
  issuer: string;
  destination: string;
  nameId: string;
  nameIdFormat: string | undefined;
  sessionIndex: string | undefined;
  /** Epoch ms. */
  now: number;
}

/** Asks for the end of a person's session (SAML core §3.7.1). */
export function logoutRequest({
  issuer,
  destination,
  nameId,
  nameIdFormat,
  sessionIndex,
  now,
}: LogoutRequestOptions): SamlRequest {
  const id = newRequestId();
  const format = nameIdFormat === undefined ? undefined : html` Format="${nameIdFormat}"`;
  const index =
    sessionIndex === undefined ? undefined : html`<samlp:SessionIndex>${sessionIndex}</samlp:SessionIndex>`;
  const { markup } =
    html`<samlp:LogoutRequest xmlns:samlp="${namespaces.protocol}" xmlns:saml="${namespaces.assertion}" ID="${id}" Version="2.0" IssueInstant="${instant(now)}" Destination="${destination}"><saml:Issuer>${issuer}</saml:Issuer><saml:NameID${format}>${nameId}</saml:NameID>${index}</samlp:LogoutRequest>`;
  return { id, xml: markup };
}

/** An xs:ID: it must not start with a digit. */
const newRequestId = () => `_${randomUUID()}`;

const instant = (ms: number) => new Date(ms).toISOString();
