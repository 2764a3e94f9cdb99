import type { DomainRoutes } from '../oauth/domain-endpoints.ts';

/** Where the identity providers send people back to. */
export const federationRoutes: DomainRoutes = {};
