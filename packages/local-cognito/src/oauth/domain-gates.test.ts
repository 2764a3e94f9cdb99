import { describe, expect, it } from 'vitest';
import { createBrowser } from '../managed-login/testing/browser.ts';
import type { SeedDocument } from '../seed/seed-schema.ts';
import { type LocalCognitoOptions, startLocalCognito } from '../start.ts';
import { createTestClock } from '../testing/tenant-pool.ts';
import { createVisitor } from '../testing/visitor.ts';

const callback = 'http://localhost:3000/callback';
const arn = 'arn:aws:lambda:us-east-1:000000000000:function:check';
const people = [{ subject: '1', email: 'gita@globex.example', name: 'Gita Globex' }];
const secret = 'secretsecretsecretsecretsecret';
const html = 'text/html; charset=utf-8';
const oauth = {
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ['code'],
  AllowedOAuthScopes: ['openid'],
  CallbackURLs: [callback],
};

const seed: SeedDocument = {
  fakeProviders: [{ name: 'globex', displayName: 'Globex', protocol: 'oidc', people }],
  pools: [
    {
      id: 'us-east-1_acme',
      name: 'acme',
      domain: 'acme',
      settings: {
        AutoVerifiedAttributes: ['email'],
        LambdaConfig: { PreAuthentication: arn },
        DcrConfiguration: { EnableStatus: 'Enabled', OpenDcrEnabled: true },
      },
      identityProviders: [{ name: 'Globex', fake: 'globex' }],
      clients: [
        {
          id: '1web',
          name: 'web',
          settings: { ...oauth, SupportedIdentityProviders: ['COGNITO', 'Globex'] },
        },
        {
          id: '1job',
          name: 'job',
          secret,
          settings: {
            AllowedOAuthFlowsUserPoolClient: true,
            AllowedOAuthFlows: ['client_credentials'],
            AllowedOAuthScopes: ['aws.cognito/dcr/register'],
          },
        },
      ],
      users: [{ username: 'alice', password: 'Correct-horse-1' }],
    },
  ],
};

async function start(options: LocalCognitoOptions = {}) {
  const cognito = await startLocalCognito({ seed, functions: { [arn]: (event) => event }, ...options });
  const base = `${cognito.endpoint}/domains/acme`;
  const query = new URLSearchParams({ client_id: '1web', response_type: 'code', redirect_uri: callback });
  return {
    ...cognito,
    base,
    query,
    page: async (path: string) => {
      const response = await fetch(`${base}${path}?${query}`, { redirect: 'manual' });
      const type = response.headers.get('content-type');
      return { status: response.status, type, text: await response.text() };
    },
    post: async (path: string, form: Record<string, string> | string) => {
      const body = typeof form === 'string' ? form : new URLSearchParams(form);
      const response = await fetch(`${base}${path}`, { method: 'POST', body });
      return { status: response.status, body: await response.json() };
    },
    /** The sign-in page with a form that was filled in and sent. */
    signIn: async () => {
      const browser = createBrowser();
      const page = await browser.open(`${base}/login?${query}`);
      return browser.press(page, 'Sign in', { Username: 'alice', Password: 'Correct-horse-1' });
    },
  };
}

const refresh = { grant_type: 'refresh_token', client_id: '1web', refresh_token: 'none' };
const clientCredentials = { grant_type: 'client_credentials', client_id: '1job', client_secret: secret };

describe('faults at a domain', () => {
  it('throttle the named path, with a page for people and JSON for apps', async () => {
    await using cognito = await start();
    cognito.faults.set([
      { operation: '/login', kind: 'throttle', rate: 1 },
      { operation: '/oauth2/token', kind: 'throttle', rate: 1 },
    ]);
    const page = await cognito.page('/login');
    expect(page).toMatchObject({ status: 429, type: html });
    expect(page.text).toContain('There are too many requests right now.');
    expect(await cognito.post('/oauth2/token', refresh)).toEqual({
      status: 429,
      body: { error: 'too_many_requests', error_description: 'Rate exceeded' },
    });
    expect((await cognito.page('/oauth2/authorize')).status).toBe(302);
    expect((await cognito.page('/signup')).status).toBe(200);
  });

  it('answer internal errors with status 500', async () => {
    await using cognito = await start();
    cognito.faults.set([{ operation: '*', kind: 'internal_error', rate: 1 }]);
    const page = await cognito.page('/oauth2/authorize');
    expect(page).toMatchObject({ status: 500, type: html });
    expect(page.text).toContain('Something went wrong here.');
    expect(await cognito.post('/oauth2/revoke', {})).toEqual({
      status: 500,
      body: { error: 'server_error', error_description: 'Something went wrong.' },
    });
  });

  it('leave the page that tells of errors and the style sheet alone, and what a browser asks first', async () => {
    await using cognito = await start();
    cognito.faults.set([{ operation: '*', kind: 'internal_error', rate: 1 }]);
    expect((await cognito.page('/error')).status).toBe(400);
    expect((await cognito.page('/assets/look.css')).status).toBe(200);
    const preflight = await fetch(`${cognito.base}/oauth2/token`, { method: 'OPTIONS' });
    expect(preflight.status).toBe(204);
    for (const operation of ['/error', '/assets/look.css', '/oauth2/tokens']) {
      expect(() => cognito.faults.set([{ operation, kind: 'throttle', rate: 1 }])).toThrow(
        'a path at user pool domains such as /oauth2/token',
      );
    }
  });

  it('let the path wait', async () => {
    await using cognito = await start();
    cognito.faults.set([{ operation: '/login', kind: 'latency', rate: 1, latencyMs: 300 }]);
    const order: string[] = [];
    await Promise.all([
      cognito.page('/login').then(({ status }) => order.push(`login ${status}`)),
      cognito.page('/signup').then(({ status }) => order.push(`signup ${status}`)),
    ]);
    expect(order).toEqual(['signup 200', 'login 200']);
  });

  it('let the functions time out that the path calls', async () => {
    await using cognito = await start();
    cognito.faults.set([{ operation: '/login', kind: 'trigger_timeout', rate: 1 }]);
    expect((await cognito.signIn()).text).toContain('PreAuthentication invocation failed');
    cognito.faults.set([]);
    expect((await cognito.signIn()).url.href).toMatch(/\?code=/);
  });
});

describe('quotas at a domain', () => {
  const limited = (requestsPerSecond: object) =>
    start({ clock: createTestClock().clock, quotas: { requestsPerSecond } });

  it('count the pages that do an operation’s work with it, and not those that are only shown', async () => {
    await using cognito = await limited({ UserAuthentication: 0, UserCreation: 0, UserAccountRecovery: 0 });
    const signIn = await cognito.signIn();
    expect(signIn.status).toBe(429);
    expect(signIn.text).toContain('There are too many requests right now.');
    for (const path of ['/signup', '/confirmUser', '/forgotPassword', '/confirmForgotPassword']) {
      expect((await cognito.page(path)).status, path).toBe(200);
      const sent = await fetch(`${cognito.base}${path}?${cognito.query}`, { method: 'POST' });
      expect(sent.status, path).toBe(429);
    }
    const link = await fetch(`${cognito.base}/confirmUser?${cognito.query}&confirmation_code=1`);
    expect(link.status).toBe(429);
  });

  it('count the token endpoint by grant', async () => {
    await using cognito = await limited({ UserToken: 0 });
    expect((await cognito.post('/oauth2/token', refresh)).status).toBe(429);
    expect((await cognito.post('/oauth2/revoke', { token: 'x' })).status).toBe(429);
    expect((await cognito.post('/oauth2/token', { ...clientCredentials })).status).toBe(200);
    await using other = await limited({ ClientAuthentication: 1 });
    expect((await other.post('/oauth2/token', clientCredentials)).status).toBe(200);
    expect((await other.post('/oauth2/token', clientCredentials)).status).toBe(429);
    expect((await other.post('/oauth2/token', refresh)).status).toBe(400);
  });

  it('count answers of providers as federation', async () => {
    await using cognito = await limited({ UserFederation: 1 });
    const signIn = async () => {
      const visitor = createVisitor({ until: callback });
      const choice = await visitor.open(
        `${cognito.base}/oauth2/authorize?${cognito.query}&identity_provider=Globex`,
      );
      return visitor.submit(choice, { subject: '1' });
    };
    expect((await signIn()).url.href).toMatch(/\?code=/);
    const refused = await signIn();
    expect(refused.status).toBe(429);
    expect(refused.url.pathname).toBe('/domains/acme/oauth2/idpresponse');
  });

  it('count apps that register themselves as app clients', async () => {
    await using cognito = await start({ quotas: { resources: { appClientsPerPool: 3 } } });
    const register = () => cognito.post('/oauth2/register', JSON.stringify({ redirect_uris: [callback] }));
    expect((await register()).status).toBe(201);
    expect(await register()).toEqual({
      status: 400,
      body: {
        error: 'invalid_request',
        error_description: 'Quota exceeded: 3 user pool clients are allowed.',
      },
    });
  });
});
