import { type Html, html } from '../../html.ts';
import type { FakeProvider } from '../fake-provider.ts';
import { saml } from './identifiers.ts';

/** SAML 2.0 metadata §2.4.3. The expired certificate stands beside the current one, as after a renewal. */
export async function metadata(provider: FakeProvider): Promise<string> {
  const base = provider.base();
  const keys = [await provider.keys.get('current'), await provider.keys.get('expired')];
  return html`<?xml version="1.0" encoding="UTF-8"?>
<md:EntityDescriptor xmlns:md="${saml.metadata}" entityID="${base}">
<md:IDPSSODescriptor WantAuthnRequestsSigned="false" protocolSupportEnumeration="${saml.protocol}">
${keys.map(({ certificate }) => keyDescriptor(certificate))}<md:SingleLogoutService Binding="${saml.redirect}" Location="${base}/slo"/>
<md:SingleLogoutService Binding="${saml.post}" Location="${base}/slo"/>
<md:NameIDFormat>${saml.persistent}</md:NameIDFormat>
<md:SingleSignOnService Binding="${saml.redirect}" Location="${base}/sso"/>
<md:SingleSignOnService Binding="${saml.post}" Location="${base}/sso"/>
</md:IDPSSODescriptor>
<md:Organization>
<md:OrganizationName xml:lang="en">${provider.settings.displayName}</md:OrganizationName>
<md:OrganizationDisplayName xml:lang="en">${provider.settings.displayName}</md:OrganizationDisplayName>
<md:OrganizationURL xml:lang="en">${base}</md:OrganizationURL>
</md:Organization>
</md:EntityDescriptor>
`.markup;
}

function keyDescriptor(certificate: string): Html {
  return html`<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="${saml.signature}"><ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
`;
}
