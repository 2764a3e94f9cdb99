import type { IdentityProviderSpec } from '@cohabit/core';
import { describe, expect, it } from 'vitest';
import { readAssertedPerson, readGroups } from './asserted-person.ts';

const rules = { defaultRole: 'member' as const, allowedEmailDomains: ['acme.example'], groupRoles: [] };
const oidc: IdentityProviderSpec = {
  ...{ name: 'Acme', protocol: 'oidc', rules, ssoOnly: false, claims: {} },
  details: { issuer: 'https://idp.example', clientId: 'c', scopes: ['openid'], userInfoMethod: 'GET' },
};
const saml: IdentityProviderSpec = {
  ...{ name: 'Acme', protocol: 'saml', rules, ssoOnly: false, claims: { groups: 'memberOf' } },
  details: {
    ...{ metadataUrl: 'https://idp.example/m', signRequests: false, encryptedAssertions: false },
    ...{ providerInitiated: false, singleLogout: false },
  },
};

describe('what a provider says of a person', () => {
  it('is read from ID token and user info as one, and the ID token wins', () => {
    const person = readAssertedPerson(oidc, {
      idToken: { email: 'ann@acme.example', email_verified: 'true' },
      userInfo: { email: 'other@acme.example', name: 'Ann' },
      samlResponse: { email: 'third@acme.example' },
    });
    expect(person).toEqual({ email: 'ann@acme.example', isEmailVerified: true, name: 'Ann', groups: [] });
  });

  it('is read from the attributes that the tenant names, otherwise from the usual ones', () => {
    const person = readAssertedPerson(saml, {
      samlResponse: {
        'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress': 'ann@acme.example',
        memberOf: '[staff, admins]',
        email_verified: 'false',
      },
    });
    expect(person).toEqual({
      ...{ email: 'ann@acme.example', isEmailVerified: undefined, name: undefined },
      groups: ['staff', 'admins'],
    });
  });

  it('takes nothing for a verified e-mail but the word of the provider', () => {
    for (const [said, isEmailVerified] of [
      ['true', true],
      ['false', false],
      ['TRUE', false],
      ['1', false],
    ] as const) {
      expect(readAssertedPerson(oidc, { idToken: { email_verified: said } })).toMatchObject({
        isEmailVerified,
      });
    }
    expect(readAssertedPerson(oidc, {}).isEmailVerified).toBeUndefined();
  });

  it('is nothing that objects have by themselves', () => {
    const named = { ...oidc, claims: { email: 'constructor', groups: '__proto__' } };
    expect(readAssertedPerson(named, { idToken: {} })).toMatchObject({ email: undefined, groups: [] });
  });
});

describe('readGroups', () => {
  it.each([
    [undefined, []],
    ['  ', []],
    ['admins', ['admins']],
    ['staff,admins', ['staff,admins']],
    ['[staff, admins]', ['staff', 'admins']],
    ['%5Bstaff%2C+it+admins%5D', ['staff', 'it admins']],
    ['["staff","it, admins"]', ['staff', 'it, admins']],
    ['[staff,admins]', ['staff,admins']],
    ['[]', []],
    ['100%', ['100%']],
    ['%5B"a", 1%5D', ['a']],
  ])('reads %s', (text, groups) => {
    expect(readGroups(text)).toEqual(groups);
  });
});
