import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { epochSeconds } from '../clock.ts';
import type { ClientRecord, PoolRecord } from '../storage/records.ts';
import type { TriggerInvoker } from '../triggers/invoke.ts';
import { clientCredentialsToken } from '../triggers/pre-token-generation.ts';
import { applyOverrides } from './claim-overrides.ts';
import { signJwt } from './jwt.ts';
import { tokenLifetimes } from './lifetimes.ts';
import type { PoolKeyring } from './pool-keys.ts';

/** A machine that asks for an access token of its own (client credentials). */
export interface ClientGrant {
  pool: PoolRecord;
  client: ClientRecord;
  scopes: readonly string[];
  clientMetadata?: Record<string, string> | undefined;
}

/** `ClientAuthenticationResultType`. */
export interface ClientAuthenticationResult {
  AccessToken: string;
  ExpiresIn: number;
  TokenType: 'Bearer';
}

/** Makes access tokens without a user; a PreTokenGeneration function of version V3_0 may change their claims. */
export function createClientTokenIssuer({
  clock,
  triggers,
  keyring,
  issuerBase,
}: {
  clock: Clock;
  triggers: TriggerInvoker;
  keyring: PoolKeyring;
  issuerBase: () => string;
}) {
  return async (grant: ClientGrant): Promise<ClientAuthenticationResult> => {
    const { pool, client } = grant;
    const issuedAt = epochSeconds(clock);
    const { access: lifetime } = tokenLifetimes(client);
    const claims = {
      sub: client.id,
      token_use: 'access',
      scope: grant.scopes.join(' '),
      auth_time: issuedAt,
      iss: `${issuerBase()}/${pool.id}`,
      exp: issuedAt + lifetime,
      iat: issuedAt,
      version: 2,
      jti: randomUUID(),
      client_id: client.id,
    };
    const [answer, keys] = await Promise.all([clientCredentialsToken(triggers, grant), keyring.get(pool.id)]);
    const { access } = answer ? applyOverrides(answer, { id: {}, access: claims }) : { access: claims };
    return {
      AccessToken: await signJwt(keys.access, access),
      ExpiresIn: lifetime,
      TokenType: 'Bearer',
    };
  };
}
