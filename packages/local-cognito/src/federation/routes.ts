import type { DomainRoutes } from '../oauth/domain-endpoints.ts';

/** Where the identity providers send people back to. */
export const federationRoutes: DomainRoutes = {
  '/oauth2/idpresponse': {
    GET: async () => (await import('./oidc/idp-response.ts')).idpResponse,
    POST: async () => (await import('./oidc/idp-response.ts')).idpResponseForm,
  },
  '/saml2/idpresponse': {
    POST: async () => (await import('./saml/receive-response.ts')).receiveResponse,
  },
  '/saml2/logout': {
    POST: async () => (await import('./saml/single-logout.ts')).receiveLogout,
  },
  '/saml2/continue': {
    GET: async () => (await import('./saml/continue-sign-in.ts')).continueSignIn,
  },
};
