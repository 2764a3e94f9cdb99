import type { DomainRoutes } from './domain-endpoints.ts';

/** OAuth 2.0 and OpenID Connect endpoints (developer guide, "User pool endpoints and managed login reference"). */
export const oauthRoutes: DomainRoutes = {};
