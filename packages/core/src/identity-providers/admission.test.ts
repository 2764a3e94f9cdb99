import { describe, expect, it } from 'vitest';
import { type AssertedPerson, decideAdmission, federatedRoles } from './admission.ts';
import type { IdentityProviderSpec } from './spec.ts';

function specWith(issuer = 'https://idp.acme.example'): IdentityProviderSpec {
  return {
    name: 'Acme',
    protocol: 'oidc',
    details: { issuer, clientId: 'c', scopes: ['openid'], userInfoMethod: 'GET' },
    claims: {},
    rules: {
      defaultRole: 'member',
      allowedEmailDomains: ['acme.example', 'xn--mnchen-3ya.example'],
      groupRoles: [
        { group: 'it', role: 'admin' },
        { group: 'root', role: 'admin' },
        { group: 'all', role: 'member' },
      ],
    },
    ssoOnly: false,
  };
}

const person = (change: Partial<AssertedPerson> = {}): AssertedPerson => ({
  email: 'ann@acme.example',
  groups: [],
  ...change,
});

describe('decideAdmission', () => {
  it('admits an e-mail of an allowed domain, in the form in which e-mails are compared', () => {
    expect(decideAdmission(specWith(), person({ email: ' Ann@ACME.example ', name: ' Ann\u0007 ' }))).toEqual(
      {
        decision: 'admit',
        email: 'ann@acme.example',
        domain: 'acme.example',
        name: 'Ann',
        mappedRoles: [],
      },
    );
    expect(decideAdmission(specWith(), person({ email: 'x@münchen.example' }))).toMatchObject({
      decision: 'admit',
      name: 'x',
    });
  });

  it.each([
    [undefined, 'email_missing'],
    ['', 'email_missing'],
    ['nobody', 'email_unusable'],
    ['@acme.example', 'email_unusable'],
    ['x@evil.example@acme.example', 'email_unusable'],
    ['x@evil.example,y@acme.example', 'email_unusable'],
    ['<x@evil.example>y@acme.example', 'email_unusable'],
    ['x\r\nbcc:y@acme.example', 'email_unusable'],
    [`${'x'.repeat(130)}@acme.example`, 'email_unusable'],
    ['x@acme.example.evil.example', 'email_domain_not_allowed'],
    ['x@evil-acme.example', 'email_domain_not_allowed'],
    ['x@sub.acme.example', 'email_domain_not_allowed'],
    ['x@аcme.example', 'email_domain_not_allowed'],
    ['x@127.0.0.1', 'email_unusable'],
    ['IDP-0123456789abcdef_alice@acme.example', 'email_unusable'],
  ])('refuses %s', (email, reason) => {
    expect(decideAdmission(specWith(), person({ email }))).toMatchObject({ decision: 'refuse', reason });
  });

  it('believes a provider that an e-mail is not verified, and one that says nothing', () => {
    const admit = (isEmailVerified: boolean | undefined) =>
      decideAdmission(specWith(), person({ isEmailVerified })).decision;
    expect([admit(true), admit(undefined), admit(false)]).toEqual(['admit', 'admit', 'refuse']);
  });

  it('wants the word "verified" of an issuer where anybody can have an account', () => {
    const google = specWith('https://accounts.google.com');
    expect(decideAdmission(google, person())).toMatchObject({ reason: 'email_unverified' });
    expect(decideAdmission(google, person({ isEmailVerified: true }))).toMatchObject({ decision: 'admit' });
  });

  it('maps groups by their whole name, each role once', () => {
    const mapped = (groups: string[]) => {
      const admission = decideAdmission(specWith(), person({ groups }));
      return admission.decision === 'admit' ? admission.mappedRoles : [];
    };
    expect(mapped(['it', 'root'])).toEqual(['admin']);
    expect(mapped(['all', 'it'])).toEqual(['admin', 'member']);
    expect(mapped(['IT', 'it ', 'i', 'root2'])).toEqual([]);
  });
});

describe('federatedRoles', () => {
  it.each([
    [[], [], ['member']],
    [['admin'], [], ['admin']],
    [[], ['admin'], ['admin']],
    [['member'], ['admin', 'member'], ['member', 'admin']],
  ])('of %j by hand and %j by groups are %j', (manual, mapped, roles) => {
    expect(federatedRoles(specWith(), manual, mapped)).toEqual(roles);
  });
});
