import { createHash, randomBytes } from 'node:crypto';
import type { IdentityProvider, IdentityProviderInput, PlacementKey, Tenant } from '@cohabit/core';
import type { FakeProviderOptions } from '@cohabit/local-cognito';
import { product, type TestInstallation } from './control-plane.ts';
import type { Tokens } from './sign-in.ts';
import { hiddenFields, openBrowser, type TestBrowser } from './test-browser.ts';

/** Two companies' providers; each tells of whomever a test wants. */
export const fakeProviders: FakeProviderOptions[] = ['acme', 'globex'].map((name) => ({
  name,
  displayName: `${name} Workforce`,
  protocol: 'oidc',
  people: [
    { subject: 'unverified', email: `una@${name}.example`, name: 'Una', emailVerified: false },
    { subject: 'case', email: `lower@${name}.example`, name: 'Lower' },
    { subject: 'CASE', email: `upper@${name}.example`, name: 'Upper', groups: ['admins'] },
    { subject: 'second-of-ann', email: `ann@${name}.example`, name: 'Ann again' },
  ],
}));

/** A company's SAML provider. */
export const fakeSamlProvider = (name: string): FakeProviderOptions => ({
  name,
  displayName: 'Umbrella Directory',
  protocol: 'saml',
  people: [{ subject: 'u-1', email: 'uma@umbrella.example', name: 'Uma', groups: ['admins'] }],
});

type OidcInput = Extract<IdentityProviderInput, { protocol: 'oidc' }>;

/** What a tenant says of the fake provider of this name. */
export function providerInput(
  installation: TestInstallation,
  name: string,
  change: {
    rules?: Partial<OidcInput['rules']>;
    details?: Partial<OidcInput['details']>;
    ssoOnly?: boolean;
  } = {},
): OidcInput {
  return {
    name: `${name} Workforce`,
    protocol: 'oidc',
    claims: {},
    details: {
      issuer: `${installation.endpoint}/_local/providers/${name}`,
      clientId: `${name}-client`,
      clientSecret: `${name}-secret`,
      scopes: ['openid', 'email', 'profile'],
      userInfoMethod: 'GET',
      ...change.details,
    },
    rules: {
      defaultRole: 'member',
      allowedEmailDomains: [`${name}.example`],
      groupRoles: [{ group: 'admins', role: 'admin' }],
      ...change.rules,
    },
    ssoOnly: change.ssoOnly ?? false,
  };
}

/** Gives the tenant the fake provider, as its admin would. */
export async function giveProvider(
  installation: TestInstallation,
  tenant: Tenant,
  name: string,
  change: Parameters<typeof providerInput>[2] = {},
): Promise<IdentityProvider> {
  const key = { tenantId: tenant.id, id: 'workforce' };
  const input = providerInput(installation, name, change);
  const provider = await installation.controlPlane.services.identityProviders.set(
    key,
    input,
    'operator:test',
  );
  if (provider.status !== 'active') throw new Error(JSON.stringify(provider.problem));
  return provider;
}

/** Whom the provider vouches for: one of its people by subject, or anybody by e-mail. */
export type Asserted = { subject: string } | { email: string; name?: string; groups?: string[] };

/** The tokens, or what the app is told instead. */
export type Outcome = Tokens | { error: string; description: string };

/** Signs in through an identity provider, from the app to the app, as a browser does. */
export async function signInThrough(
  installation: TestInstallation,
  where: PlacementKey & { provider: string; scopes?: string },
  asserted: Asserted,
  browser: TestBrowser = openBrowser(),
): Promise<Outcome> {
  const [callback = ''] = product.callbackUrls;
  const issuer = `${installation.endpoint}/${where.userPoolId}`;
  const discovery = await fetch(`${issuer}/.well-known/openid-configuration`);
  const endpoints = (await discovery.json()) as { authorization_endpoint: string; token_endpoint: string };
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: where.clientId,
    redirect_uri: callback,
    identity_provider: where.provider,
    state: 'state',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  let visit = await browser.get(`${endpoints.authorization_endpoint}?${query}`, [callback]);
  if (visit.status === 200 && visit.url.pathname.startsWith('/_local/providers/')) {
    const form = hiddenFields(visit.body);
    if ('subject' in asserted) form.set('subject', asserted.subject);
    else {
      form.set('subject', '');
      form.set('other_email', asserted.email);
      form.set('other_name', asserted.name ?? '');
      form.set('other_groups', asserted.groups?.join(', ') ?? '');
    }
    const address = visit.url.href.replace(/\/(authorize|sso)\b.*$/, '/sign-in');
    visit = await browser.post(address, form, [callback]);
    // A SAML provider answers with a form that browsers send on by themselves.
    const consumer = /<form method="post" action="([^"]+)"/.exec(visit.body)?.[1];
    if (consumer !== undefined && visit.body.includes('name="SAMLResponse"')) {
      visit = await browser.post(consumer.replaceAll('&amp;', '&'), hiddenFields(visit.body), [callback]);
    }
  }
  if (!visit.url.href.startsWith(callback)) {
    return { error: `page ${visit.status}`, description: visit.url.pathname };
  }
  const code = visit.url.searchParams.get('code');
  if (code === null) {
    const { error = '', error_description: description = '' } = Object.fromEntries(visit.url.searchParams);
    return { error, description };
  }
  const answer = await fetch(endpoints.token_endpoint, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      client_id: where.clientId,
      redirect_uri: callback,
      code_verifier: verifier,
    }),
  });
  const body = (await answer.json()) as Record<string, string>;
  if (!answer.ok) return { error: body.error ?? '', description: body.error_description ?? '' };
  const { access_token: accessToken = '', id_token: idToken = '', refresh_token: refreshToken = '' } = body;
  return { accessToken, idToken, refreshToken };
}

/** The tokens; throws what the app was told instead. */
export function requireTokens(outcome: Outcome): Tokens {
  if ('accessToken' in outcome) return outcome;
  throw new Error(`${outcome.error}: ${outcome.description}`);
}
