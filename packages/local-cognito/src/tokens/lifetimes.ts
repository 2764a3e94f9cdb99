import type { ClientRecord } from '../storage/records.ts';

const unitSeconds = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 } as const;

/** Seconds that a client's tokens live. */
export interface Lifetimes {
  access: number;
  id: number;
  refresh: number;
}

/** Defaults of AWS: 60 minutes for ID and access token, 30 days for the refresh token, whatever the units. */
export function tokenLifetimes({ client }: ClientRecord): Lifetimes {
  const units = client.TokenValidityUnits ?? {};
  const { AccessTokenValidity: access, IdTokenValidity: id, RefreshTokenValidity: refresh } = client;
  return {
    access: access ? access * unitSeconds[units.AccessToken ?? 'hours'] : unitSeconds.hours,
    id: id ? id * unitSeconds[units.IdToken ?? 'hours'] : unitSeconds.hours,
    refresh: refresh ? refresh * unitSeconds[units.RefreshToken ?? 'days'] : 30 * unitSeconds.days,
  };
}
