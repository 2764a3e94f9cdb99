import type { DomainRoutes } from './domain-endpoints.ts';
import { preflight } from './machine-answer.ts';

const OPTIONS = async () => preflight;

/** OAuth 2.0 and OpenID Connect endpoints (developer guide, "User pool endpoints and managed login reference"). */
export const oauthRoutes: DomainRoutes = {
  '/oauth2/authorize': { GET: async () => (await import('./authorize.ts')).authorize },
  '/oauth2/token': { POST: async () => (await import('./token.ts')).token, OPTIONS },
};
