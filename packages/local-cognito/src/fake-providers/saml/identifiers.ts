/** Names of SAML 2.0 that stand in more than one message. */
export const saml = {
  protocol: 'urn:oasis:names:tc:SAML:2.0:protocol',
  assertion: 'urn:oasis:names:tc:SAML:2.0:assertion',
  metadata: 'urn:oasis:names:tc:SAML:2.0:metadata',
  signature: 'http://www.w3.org/2000/09/xmldsig#',
  redirect: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect',
  post: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST',
  persistent: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
  success: 'urn:oasis:names:tc:SAML:2.0:status:Success',
} as const;
