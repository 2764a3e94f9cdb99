import { describe, expect, it } from 'vitest';
import type { Grant } from '../memberships/grant.ts';
import { tenantClaimsSchema } from './claims.ts';
import { decideMethod, decideToken, refusals, refuse, type TokenTenant } from './token-decision.ts';

const tenant: TokenTenant = { id: 'tnt_00000000000000000000000001', plan: 'business', suspended: false };
const grant: Grant = {
  userPoolId: 'eu-west-1_shared',
  clientId: 'client',
  sub: 'sub-1',
  tenantId: tenant.id,
  userId: 'usr_00000000000000000000000001',
  roles: ['admin', 'member'],
  status: 'active',
  membershipVersion: 4,
  isHome: true,
  version: 1,
};
const suspended = { ...tenant, suspended: true };
const stranger = { ...grant, tenantId: 'tnt_00000000000000000000000002' as const };

describe('deciding on a token', () => {
  it.each(['active', 'invited'] as const)('issues it to a member of status %s', (status) => {
    const decision = decideToken(tenant, { ...grant, status });
    expect(decision).toEqual({
      decision: 'issue',
      grant: { ...grant, status },
      claims: {
        tenant_id: tenant.id,
        tenant_plan: 'business',
        roles: ['admin', 'member'],
        user_id: grant.userId,
        membership_version: 4,
      },
    });
    if (decision.decision === 'issue')
      expect(tenantClaimsSchema.parse(decision.claims)).toEqual(decision.claims);
  });

  it.each([
    ['neither tenant nor grant', undefined, undefined, 'not_a_member'],
    ['no tenant', undefined, grant, 'not_a_member'],
    ['no grant', tenant, undefined, 'not_a_member'],
    ['a grant of another tenant', tenant, stranger, 'not_a_member'],
    ['a suspended membership', tenant, { ...grant, status: 'suspended' }, 'not_a_member'],
    ['a removed membership', tenant, { ...grant, status: 'removed' }, 'not_a_member'],
    ['a status that does not exist', tenant, { ...grant, status: 'owner' as 'active' }, 'not_a_member'],
    ['a suspended tenant', suspended, grant, 'tenant_suspended'],
    [
      'a suspended tenant and an invited member',
      suspended,
      { ...grant, status: 'invited' },
      'tenant_suspended',
    ],
    ['a suspended tenant and no grant', suspended, undefined, 'not_a_member'],
    ['a suspended tenant and a grant of another', suspended, stranger, 'not_a_member'],
    ['a suspended tenant and a removed member', suspended, { ...grant, status: 'removed' }, 'not_a_member'],
  ] as const)('refuses it with %s', (_, ofTenant, ofGrant, reason) => {
    expect(decideToken(ofTenant, ofGrant as Grant | undefined)).toEqual({
      decision: 'refuse',
      reason,
      message: refusals[reason],
    });
  });

  it('gives a text to every reason', () => {
    for (const reason of Object.keys(refusals) as (keyof typeof refusals)[]) {
      expect(refuse(reason)).toEqual({ decision: 'refuse', reason, message: refusals[reason] });
      expect(refusals[reason]).not.toContain('tnt_');
    }
  });

  it.each([
    ['an id of another kind', { tenant_id: 'usr_00000000000000000000000001' }],
    ['a tenant id of no form', { tenant_id: 'acme' }],
    ['no tenant id', { tenant_id: undefined }],
    ['roles as text', { roles: 'admin' }],
    ['version 0', { membership_version: 0 }],
    ['a version as text', { membership_version: '4' }],
    ['a user id of another kind', { user_id: tenant.id }],
  ])('makes claims that a reader refuses with %s', (_, change) => {
    const decision = decideToken(tenant, grant);
    if (decision.decision !== 'issue') throw new Error('expected claims');
    expect(tenantClaimsSchema.safeParse({ ...decision.claims, ...change }).success).toBe(false);
  });
});

describe('deciding on the way of signing in', () => {
  const now = '2026-11-22T14:00:00.000Z';
  const own = { key: 'idp-own', ssoOnly: true };
  const strict: TokenTenant = { ...tenant, identityProvider: own };
  const open: TokenTenant = { ...tenant, identityProvider: { ...own, ssoOnly: false } };
  const breakGlass = { userId: grant.userId, until: '2026-11-22T15:00:00.000Z' };

  it.each([
    ['a password where there is no provider', tenant, {}, 'accept'],
    ['a password beside a provider', open, {}, 'accept'],
    ['the own provider', open, { provider: 'idp-own' }, 'accept'],
    ['only the own provider', strict, { provider: 'idp-own' }, 'accept'],
    ['a password where only the provider counts', strict, {}, 'sso_only'],
    ['the same from a client of many tenants', strict, { isOwnClient: false }, 'sso_only'],
    ['another tenant’s provider', open, { provider: 'idp-other' }, 'provider_mismatch'],
    ['a provider where there is none', tenant, { provider: 'idp-own' }, 'provider_mismatch'],
    ['a profile of no provider', open, { provider: '' }, 'provider_mismatch'],
    ['the own provider elsewhere', open, { provider: 'idp-own', isOwnClient: false }, 'provider_mismatch'],
    ['break-glass that is over', { ...strict, breakGlass: { ...breakGlass, until: now } }, {}, 'sso_only'],
    ['break-glass elsewhere', { ...strict, breakGlass }, { isOwnClient: false }, 'sso_only'],
  ] as const)('for %s', (_, ofTenant, method, expected) => {
    const decision = decideMethod(ofTenant, { isOwnClient: true, now, ...method });
    expect(decision).toEqual(
      expected === 'accept' ? { decision: 'accept' } : { decision: 'refuse', reason: expected },
    );
  });

  it('names the one who may use a password all the same', () => {
    const decision = decideMethod({ ...strict, breakGlass }, { isOwnClient: true, now });
    expect(decision).toEqual({ decision: 'accept', only: grant.userId });
  });
});
