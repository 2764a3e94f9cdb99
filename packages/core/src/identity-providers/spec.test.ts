import { describe, expect, it } from 'vitest';
import { federatedUsername, newProviderKey } from './identity-provider.ts';
import { claimNames, identityProviderInputSchema, splitSecret } from './spec.ts';

const rules = { allowedEmailDomains: ['acme.example'] };
const oidc = {
  name: 'Acme',
  protocol: 'oidc',
  details: { issuer: 'https://idp.acme.example', clientId: 'c', clientSecret: 's' },
  rules,
};
const saml = {
  name: 'Acme',
  protocol: 'saml',
  details: { metadataUrl: 'https://idp.acme.example/m' },
  rules,
};

const refused = (input: unknown) => {
  const parsed = identityProviderInputSchema.safeParse(input);
  return parsed.success ? undefined : (parsed.error.issues[0]?.message ?? '');
};
const oidcWith = (details: object) => ({ ...oidc, details: { ...oidc.details, ...details } });
const ruledBy = (change: object) => ({ ...oidc, rules: { ...rules, ...change } });

describe('what may be said of an identity provider', () => {
  it('is filled in with the least that is needed', () => {
    expect(identityProviderInputSchema.parse(oidc)).toMatchObject({
      details: { scopes: ['openid', 'email', 'profile'], userInfoMethod: 'GET' },
      rules: { defaultRole: 'member', groupRoles: [] },
      ssoOnly: false,
      claims: {},
    });
    expect(identityProviderInputSchema.parse(saml)).toMatchObject({
      details: { signRequests: false, providerInitiated: false },
    });
  });

  it.each([
    ['no allowed domain', ruledBy({ allowedEmailDomains: [] }), 'anybody'],
    ['a domain where anybody can have an e-mail', ruledBy({ allowedEmailDomains: ['GMail.com'] }), 'invite'],
    ['a wildcard', ruledBy({ allowedEmailDomains: ['*'] }), 'is not a domain'],
    ['a role that does not exist', ruledBy({ defaultRole: 'operator' }), 'option'],
    ['a group without name', ruledBy({ groupRoles: [{ group: ' ', role: 'admin' }] }), '1 character'],
    ['plain http', oidcWith({ issuer: 'http://idp.example' }), 'https'],
    ['a password in an address', oidcWith({ issuer: 'https://a:b@idp.example' }), 'password'],
    ['a script as an address', oidcWith({ issuer: 'javascript:alert(1)' }), 'https'],
    ['an issuer with a slash at its end', oidcWith({ issuer: 'https://idp.example/' }), 'slash'],
    [
      'the issuer of all Microsoft directories',
      oidcWith({ issuer: 'https://login.microsoftonline.com/common/v2.0' }),
      'every company',
    ],
    ['scopes without openid', oidcWith({ scopes: ['email'] }), 'openid'],
    ['a scope with a space', oidcWith({ scopes: ['openid', 'a b'] }), 'scope'],
    ['something of Cognito’s', oidcWith({ attributes_url: 'https://idp.example' }), 'Unrecognized'],
    ['a mapping of its own', { ...oidc, attributeMapping: { email: 'email' } }, 'Unrecognized'],
    ['a name with a line break', { ...oidc, name: 'A\nB' }, 'control'],
    ['both kinds of metadata', { ...saml, details: { ...saml.details, metadataXml: '<x/>' } }, 'either'],
    ['no metadata', { ...saml, details: {} }, 'either'],
  ])('is refused with %s', (_, input, words) => {
    expect(refused(input)).toContain(words);
  });

  it('loses its secret before it is stored', () => {
    const { spec, clientSecret } = splitSecret(identityProviderInputSchema.parse(oidc));
    expect(clientSecret).toBe('s');
    expect(JSON.stringify(spec)).not.toContain('clientSecret');
  });

  it('reads the usual claims of its protocol, or those it names', () => {
    const read = (input: unknown) => claimNames(splitSecret(identityProviderInputSchema.parse(input)).spec);
    expect(read(oidc)).toEqual({ email: 'email', name: 'name', groups: 'groups' });
    expect(read({ ...saml, claims: { email: 'mail' } })).toMatchObject({
      email: 'mail',
      name: expect.stringMatching(/^http.*name$/),
    });
  });
});

describe('the key of a provider', () => {
  it('is a name that Cognito takes, unlike any other', () => {
    const keys = Array.from({ length: 1000 }, newProviderKey);
    expect(new Set(keys).size).toBe(1000);
    for (const key of keys) expect(key).toMatch(/^[a-z0-9-]{3,32}$/);
    expect(federatedUsername('idp-a', 'SUB')).toBe('idp-a_sub');
  });
});
