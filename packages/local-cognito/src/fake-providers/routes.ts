import type { IncomingMessage } from 'node:http';
import { json } from '../answer.ts';
import type { Route } from '../local-api/local-api.ts';
import { readBody } from '../request-body.ts';
import type { FakeProvider } from './fake-provider.ts';

const maxFormBytes = 256 * 1024;

/** The addresses of an OIDC provider, below its base. */
const oidcRoutes: Record<string, (provider: FakeProvider) => Promise<Route>> = {
  '.well-known/openid-configuration': async (provider) => {
    const { discoveryDocument } = await import('./oidc/discovery.ts');
    return { GET: () => json(200, discoveryDocument(provider)) };
  },
  jwks: async (provider) => {
    const { jwks } = await import('./oidc/discovery.ts');
    return { GET: async () => json(200, await jwks(provider)) };
  },
  authorize: async (provider) => {
    const { authorize } = await import('./oidc/authorize.ts');
    return {
      GET: (request, url) => authorize(provider, request, url.searchParams),
      POST: async (request) => authorize(provider, request, await readForm(request)),
    };
  },
  'sign-in': async (provider) => {
    const { completeAuthorize } = await import('./oidc/authorize.ts');
    return { POST: async (request) => completeAuthorize(provider, await readForm(request)) };
  },
  token: async (provider) => {
    const { token } = await import('./oidc/token.ts');
    return { POST: async (request) => token(provider, request, await readForm(request)) };
  },
  userinfo: async (provider) => {
    const { userInfo } = await import('./oidc/user-info.ts');
    const answer = (request: IncomingMessage) => userInfo(provider, request);
    return { GET: answer, POST: answer };
  },
  'end-session': async (provider) => {
    const { endSession } = await import('./oidc/end-session.ts');
    return {
      GET: (request, url) => endSession(provider, request, url.searchParams),
      POST: async (request) => endSession(provider, request, await readForm(request)),
    };
  },
};

/** The addresses of a SAML provider, below its base. */
const samlRoutes: Record<string, (provider: FakeProvider) => Promise<Route>> = {
  metadata: async (provider) => {
    const { metadata } = await import('./saml/metadata.ts');
    const headers = { 'content-type': 'application/samlmetadata+xml' };
    return { GET: async () => ({ status: 200, headers, body: await metadata(provider) }) };
  },
  sso: async (provider) => {
    const { singleSignOn } = await import('./saml/single-sign-on.ts');
    return {
      GET: (request, url) => singleSignOn(provider, request, url.searchParams, url.search),
      POST: async (request) => singleSignOn(provider, request, await readForm(request), ''),
    };
  },
  'sign-in': async (provider) => {
    const { completeSingleSignOn } = await import('./saml/single-sign-on.ts');
    return { POST: async (request) => completeSingleSignOn(provider, await readForm(request)) };
  },
  slo: async (provider) => {
    const { singleLogout } = await import('./saml/single-logout.ts');
    return {
      GET: (request, url) => singleLogout(provider, request, url.searchParams, url.search),
      POST: async (request) => singleLogout(provider, request, await readForm(request), ''),
    };
  },
};

/** What a fake provider answers at an address below its base; `''` is the base itself. */
export async function fakeProviderRoute(provider: FakeProvider, below: string): Promise<Route | undefined> {
  if (below === '') {
    const { providerPage } = await import('./provider-page.ts');
    return { GET: () => providerPage(provider) };
  }
  const routes = provider.settings.protocol === 'oidc' ? oidcRoutes : samlRoutes;
  return Object.hasOwn(routes, below) ? routes[below]?.(provider) : undefined;
}

const readForm = async (request: IncomingMessage) =>
  new URLSearchParams(await readBody(request, maxFormBytes));
