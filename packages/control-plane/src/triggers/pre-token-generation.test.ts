import { newId, type Registry, systemClock } from '@cohabit/core';
import { describe, expect, it } from 'vitest';
import { createPreTokenGeneration } from './pre-token-generation.ts';

const claims = {
  tenant_id: newId('tnt'),
  tenant_plan: 'business',
  roles: ['admin', 'member'],
  user_id: newId('usr'),
  membership_version: 3,
};

const trigger = createPreTokenGeneration({
  registry: {} as Registry,
  resolve: async ({ userPoolId, clientId, sub }) => ({
    decision: 'issue',
    claims,
    grant: {
      userPoolId,
      clientId,
      sub,
      tenantId: claims.tenant_id,
      userId: claims.user_id,
      roles: claims.roles,
      status: 'active',
      membershipVersion: 3,
      isHome: true,
      version: 1,
    },
  }),
  clock: systemClock,
  onFailure: () => {},
});

function event(version: string) {
  return {
    version,
    userPoolId: 'eu-west-1_aaaaaaaaa',
    userName: 'sub-1',
    callerContext: { clientId: 'client' },
    request: { userAttributes: { sub: 'sub-1' } },
    response: {},
  };
}

describe('createPreTokenGeneration', () => {
  it('writes lists as lists into both tokens on V2 and V3', async () => {
    for (const version of ['2', '3']) {
      const answer = await trigger(event(version));
      const tokens = { claimsToAddOrOverride: claims };
      expect(answer.response).toEqual({
        claimsAndScopeOverrideDetails: { idTokenGeneration: tokens, accessTokenGeneration: tokens },
      });
    }
  });

  it('writes text into the ID token on V1, which knows nothing else', async () => {
    const answer = await trigger(event('1'));
    expect(answer.response).toEqual({
      claimsOverrideDetails: {
        claimsToAddOrOverride: { ...claims, roles: '["admin","member"]', membership_version: '3' },
      },
    });
  });

  it('answers the same when Cognito calls it with its own answer', async () => {
    const once = await trigger(event('2'));
    expect(await trigger(once)).toEqual(once);
  });
});
