import type { DomainRoutes } from '../oauth/domain-endpoints.ts';

/** The pages of managed login. */
export const managedLoginRoutes: DomainRoutes = {};
