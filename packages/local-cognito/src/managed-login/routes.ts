import type { DomainRoutes } from '../oauth/domain-endpoints.ts';

const fixedAsset = { GET: async () => (await import('./look/assets.ts')).answerFixedAsset };

/** The pages of managed login. */
export const managedLoginRoutes: DomainRoutes = {
  '/error': { GET: async () => (await import('./error-page.ts')).errorPage },
  '/assets/look.css': fixedAsset,
  '/assets/look.js': fixedAsset,
  '/assets/theme.css': { GET: async () => (await import('./look/client-style.ts')).answerTheme },
};
