import type { DomainRoutes } from '../oauth/domain-endpoints.ts';
import type { pages } from './pages.ts';

const fixedAsset = { GET: async () => (await import('./look/assets.ts')).answerFixedAsset };

const page = (path: keyof typeof pages) => ({
  GET: async () => (await import('./pages.ts')).pages[path].GET,
  POST: async () => (await import('./pages.ts')).pages[path].POST,
});

/** The pages of managed login. */
export const managedLoginRoutes: DomainRoutes = {
  '/login': page('/login'),
  '/mfa': page('/mfa'),
  '/changePassword': page('/changePassword'),
  '/signup': page('/signup'),
  '/confirmUser': page('/confirmUser'),
  '/resendcode': page('/resendcode'),
  '/forgotPassword': page('/forgotPassword'),
  '/confirmForgotPassword': page('/confirmForgotPassword'),
  '/passkeys/add': page('/passkeys/add'),
  '/error': { GET: async () => (await import('./error-page.ts')).errorPage },
  '/assets/look.css': fixedAsset,
  '/assets/look.js': fixedAsset,
  '/assets/favicon.svg': fixedAsset,
  '/assets/passkeys.js': fixedAsset,
  '/assets/theme.css': { GET: async () => (await import('./look/style-assets.ts')).answerTheme },
  '/assets/image': { GET: async () => (await import('./look/style-assets.ts')).answerImage },
};
