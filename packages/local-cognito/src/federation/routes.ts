import type { DomainRoutes } from '../oauth/domain-endpoints.ts';

/** Where the identity providers send people back to. */
export const federationRoutes: DomainRoutes = {
  '/saml2/idpresponse': {
    POST: async () => (await import('./saml/receive-response.ts')).receiveResponse,
  },
  '/saml2/continue': {
    GET: async () => (await import('./saml/continue-sign-in.ts')).continueSignIn,
  },
};
