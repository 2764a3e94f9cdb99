import type { DomainRoutes } from './domain-endpoints.ts';
import { preflight } from './machine-answer.ts';

const OPTIONS = async () => preflight;
const userInfo = async () => (await import('./user-info.ts')).userInfo;

/** OAuth 2.0 and OpenID Connect endpoints (developer guide, "User pool endpoints and managed login reference"). */
export const oauthRoutes: DomainRoutes = {
  '/oauth2/authorize': { GET: async () => (await import('./authorize.ts')).authorize },
  '/oauth2/token': { POST: async () => (await import('./token.ts')).token, OPTIONS },
  '/oauth2/userInfo': { GET: userInfo, POST: userInfo, OPTIONS },
  '/oauth2/revoke': { POST: async () => (await import('./revoke.ts')).revoke, OPTIONS },
  '/oauth2/register': { POST: async () => (await import('./register.ts')).register, OPTIONS },
  '/logout': { GET: async () => (await import('./logout.ts')).logout },
};
