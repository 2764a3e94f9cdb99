import type { ClientRecord } from '../storage/records.ts';

const unitSeconds = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 } as const;

/** Seconds that a client's tokens live. */
export interface Lifetimes {
  access: number;
  id: number;
  refresh: number;
}

/** Defaults of AWS: 60 minutes for ID and access token, 30 days for the refresh token. */
export function tokenLifetimes({ client }: ClientRecord): Lifetimes {
  const units = client.TokenValidityUnits ?? {};
  return {
    access: (client.AccessTokenValidity || 1) * unitSeconds[units.AccessToken ?? 'hours'],
    id: (client.IdTokenValidity || 1) * unitSeconds[units.IdToken ?? 'hours'],
    refresh: client.RefreshTokenValidity
      ? client.RefreshTokenValidity * unitSeconds[units.RefreshToken ?? 'days']
      : 30 * unitSeconds.days,
  };
}
