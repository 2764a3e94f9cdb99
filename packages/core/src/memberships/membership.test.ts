import { describe, expect, it } from 'vitest';
import type { Change, Versioned } from '../ports/registry.ts';
import { type Grant, grantPartition, grants } from './grant.ts';
import { type Membership, memberships, requireRoles, storeMembership } from './membership.ts';

const own = { userPoolId: 'eu-west-1_shared', clientId: 'own' };
const shared = { userPoolId: 'eu-west-1_shared', clientId: 'shared' };
const elsewhere = { userPoolId: 'eu-west-1_other', clientId: 'elsewhere' };

function makeMembership(rest: Partial<Membership> = {}): Membership {
  return {
    tenantId: 'tnt_00000000000000000000000001',
    userId: 'usr_00000000000000000000000001',
    email: 'alex@example.com',
    name: 'Alex',
    roles: ['member'],
    status: 'active',
    identities: [{ userPoolId: 'eu-west-1_shared', sub: 'sub-1' }],
    createdAt: '2026-11-22T14:00:00.000Z',
    updatedAt: '2026-11-22T14:00:00.000Z',
    version: 3,
    ...rest,
  };
}

function grantChanges(changes: Change[]): { kind: string; grant: Grant }[] {
  return changes.slice(1).map((change) => {
    if (change.kind === 'expect') throw new Error('a grant is written or removed, never expected');
    expect(change.collection.name).toBe(grants.name);
    return { kind: change.kind, grant: change.record as Grant };
  });
}

describe('storing a membership', () => {
  it('puts the membership and overwrites its grant in the same commit', () => {
    const membership = makeMembership();
    const changes = storeMembership(membership, [own]);
    expect(changes[0]).toEqual({ kind: 'put', collection: memberships, record: membership });
    expect(grantChanges(changes)).toEqual([
      {
        kind: 'overwrite',
        grant: {
          ...own,
          sub: 'sub-1',
          tenantId: membership.tenantId,
          userId: membership.userId,
          roles: ['member'],
          status: 'active',
          membershipVersion: 4,
          isHome: true,
          version: 0,
        },
      },
    ]);
  });

  it("grants a provider's profile at the tenant's own client and nowhere else", () => {
    const federated = { email: 'alex@acme.example', isProven: true };
    const profile = { userPoolId: own.userPoolId, sub: 'federated', federated };
    const membership = makeMembership();
    const changes = grantChanges(
      storeMembership({ ...membership, identities: [...membership.identities, profile] }, [own, shared]),
    );
    expect(changes.map(({ grant }) => [grant.sub, grant.clientId, grant.federated])).toEqual([
      ['sub-1', 'own', undefined],
      ['federated', 'own', federated],
      ['sub-1', 'shared', undefined],
    ]);
  });

  it('grants one membership at several placements, of which the first is home', () => {
    const changes = grantChanges(storeMembership(makeMembership(), [own, shared]));
    expect(changes.map(({ kind, grant }) => [kind, grant.clientId, grant.isHome])).toEqual([
      ['overwrite', 'own', true],
      ['overwrite', 'shared', false],
    ]);
  });

  it('grants each identity only at the clients of its own user pool', () => {
    const identities = [
      { userPoolId: 'eu-west-1_shared', sub: 'sub-1' },
      { userPoolId: 'eu-west-1_shared', sub: 'sub-2' },
      { userPoolId: 'eu-west-1_other', sub: 'sub-3' },
    ];
    const changes = grantChanges(storeMembership(makeMembership({ identities }), [own, shared, elsewhere]));
    expect(changes.map(({ grant }) => `${grant.userPoolId}/${grant.clientId}/${grant.sub}`)).toEqual([
      'eu-west-1_shared/own/sub-1',
      'eu-west-1_shared/own/sub-2',
      'eu-west-1_shared/shared/sub-1',
      'eu-west-1_shared/shared/sub-2',
      'eu-west-1_other/elsewhere/sub-3',
    ]);
    expect(new Set(changes.map(({ grant }) => `${grants.partition(grant)} ${grants.sort(grant)}`)).size).toBe(
      5,
    );
  });

  it('grants nobody at a client of a pool in which the user has no identity', () => {
    expect(storeMembership(makeMembership(), [elsewhere])).toHaveLength(1);
    expect(storeMembership(makeMembership({ identities: [] }), [own])).toHaveLength(1);
    expect(storeMembership(makeMembership(), [])).toHaveLength(1);
  });

  it.each([
    ['active', 'overwrite'],
    ['invited', 'overwrite'],
    ['suspended', 'remove'],
    ['removed', 'remove'],
  ] as const)('of status %s: %s its grants, at every placement', (status, kind) => {
    const changes = grantChanges(storeMembership(makeMembership({ status }), [own, shared]));
    expect(changes.map((change) => change.kind)).toEqual([kind, kind]);
    expect(changes.every(({ grant }) => grant.version === 0)).toBe(true);
  });

  it('copies nothing but the key of a placement into a grant', () => {
    const placement = { ...own, region: 'eu-west-1', audience: 'tenants', version: 9 } as typeof own &
      Versioned;
    const [change] = grantChanges(storeMembership(makeMembership(), [placement]));
    expect(change?.grant).not.toHaveProperty('region');
    expect(change?.grant).not.toHaveProperty('audience');
    expect(change?.grant.version).toBe(0);
  });

  it('keys grants by pool, client and sub, then by tenant', () => {
    const [change] = grantChanges(storeMembership(makeMembership(), [own]));
    const grant = change?.grant as Grant;
    expect(grants.partition(grant)).toBe(grantPartition(own, 'sub-1'));
    expect(grants.partition(grant)).toBe('eu-west-1_shared/own/sub-1');
    expect(grants.sort(grant)).toBe('tnt_00000000000000000000000001');
  });

  it('takes known roles once each and refuses none and unknown ones', () => {
    expect(requireRoles(['admin', 'member', 'admin'])).toEqual(['admin', 'member']);
    for (const names of [[], ['owner'], ['admin', 'Admin'], ['member', ''], ['toString']]) {
      expect(() => requireRoles(names)).toThrow(expect.objectContaining({ code: 'role_unknown' }));
    }
  });
});
