import { describe, expect, it } from 'vitest';
import type { ClientRecord } from '../storage/records.ts';
import { tokenLifetimes } from './lifetimes.ts';

const lifetimes = (client: Partial<ClientRecord['client']>) =>
  tokenLifetimes({
    id: 'web',
    poolId: 'us-east-1_acme',
    client: { ClientId: 'web', UserPoolId: 'us-east-1_acme', ...client },
  });

describe('token lifetimes', () => {
  it('are an hour and thirty days where nothing is set, whatever the units', () => {
    const defaults = { access: 3600, id: 3600, refresh: 2_592_000 };
    expect(lifetimes({})).toEqual(defaults);
    expect(
      lifetimes({
        TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'seconds', RefreshToken: 'hours' },
      }),
    ).toEqual(defaults);
    expect(lifetimes({ RefreshTokenValidity: 0 })).toEqual(defaults);
  });

  it('are what is set, in hours and days unless the client says otherwise', () => {
    expect(lifetimes({ AccessTokenValidity: 2, IdTokenValidity: 3, RefreshTokenValidity: 4 })).toEqual({
      access: 7200,
      id: 10_800,
      refresh: 345_600,
    });
    expect(
      lifetimes({
        AccessTokenValidity: 5,
        TokenValidityUnits: { AccessToken: 'minutes' },
      }).access,
    ).toBe(300);
  });
});
