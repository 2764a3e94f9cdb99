import type { Cognito } from '../cognito.ts';
import type { ClientRecord, PoolRecord } from '../storage/records.ts';
import { invalidParameter } from '../wire/errors.ts';
import type { ClientSettings } from './client-settings.ts';
import { checkOAuthSettings } from './oauth-settings.ts';

type Client = ClientRecord['client'];
type FixedMembers = Omit<Client, keyof ClientSettings> & Pick<Client, 'ClientName'>;

const seconds = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };
const minute = seconds.minutes;
const tenYears = 315_360_000;

/**
 * The client with these settings and Cognito's defaults for what is left out, whatever it had before: that is how both
 * `CreateUserPoolClient` and `UpdateUserPoolClient` work. Throws InvalidParameterException, InvalidOAuthFlowException
 * or ScopeDoesNotExistException.
 */
export function applyClientSettings(
  cognito: Pick<Cognito, 'store'>,
  pool: PoolRecord,
  fixed: FixedMembers,
  settings: ClientSettings,
): Client {
  const client = {
    ...fixed,
    ...settings,
    ClientName: settings.ClientName ?? fixed.ClientName,
    ClientType: fixed.ClientType ?? 'REGULAR',
    RefreshTokenValidity: settings.RefreshTokenValidity || 30,
    ExplicitAuthFlows: settings.ExplicitAuthFlows ?? [
      'ALLOW_REFRESH_TOKEN_AUTH',
      'ALLOW_USER_SRP_AUTH',
      'ALLOW_CUSTOM_AUTH',
    ],
    AllowedOAuthFlowsUserPoolClient: settings.AllowedOAuthFlowsUserPoolClient ?? false,
    PreventUserExistenceErrors: settings.PreventUserExistenceErrors ?? 'LEGACY',
    EnableTokenRevocation: settings.EnableTokenRevocation ?? true,
    EnablePropagateAdditionalUserContextData: settings.EnablePropagateAdditionalUserContextData ?? false,
    AuthSessionValidity: settings.AuthSessionValidity ?? 3,
  } as Client;
  checkFlows(client);
  checkLifetimes(client);
  checkAttributes(pool, client);
  checkOAuthSettings(cognito, client);
  return client;
}

function checkFlows({
  ExplicitAuthFlows: flows = [],
  RefreshTokenRotation: rotation,
  ClientSecret,
}: Client): void {
  const legacy = flows.filter((flow) => !flow.startsWith('ALLOW_'));
  if (legacy.length > 0 && legacy.length < flows.length) {
    throw invalidParameter('ExplicitAuthFlows cannot have a mix of new and legacy flow configurations.');
  }
  if ((flows as string[]).includes('ALLOW_CLIENT_TOKEN_AUTH')) {
    if (flows.length > 1) {
      throw invalidParameter('ALLOW_CLIENT_TOKEN_AUTH must be the only value of ExplicitAuthFlows.');
    }
    if (ClientSecret === undefined) {
      throw invalidParameter('ALLOW_CLIENT_TOKEN_AUTH needs an app client with a client secret.');
    }
  }
  if (rotation?.Feature === 'ENABLED' && flows.includes('ALLOW_REFRESH_TOKEN_AUTH')) {
    throw invalidParameter('Refresh token rotation and ALLOW_REFRESH_TOKEN_AUTH cannot both be enabled.');
  }
}

function checkLifetimes(client: Client): void {
  const { TokenValidityUnits: units = {} } = client;
  const access = (client.AccessTokenValidity ?? 1) * seconds[units.AccessToken ?? 'hours'];
  const id = (client.IdTokenValidity ?? 1) * seconds[units.IdToken ?? 'hours'];
  const refresh = (client.RefreshTokenValidity ?? 30) * seconds[units.RefreshToken ?? 'days'];
  for (const [name, lifetime] of [
    ['AccessTokenValidity', access],
    ['IdTokenValidity', id],
  ] as const) {
    const isSet = client[name] !== undefined;
    if (isSet && (lifetime < 5 * minute || lifetime > seconds.days)) {
      throw invalidParameter(
        `Invalid range for token validity: ${name} must be between 5 minutes and 1 day.`,
      );
    }
  }
  if (refresh < seconds.hours || refresh > tenYears) {
    throw invalidParameter(
      'Invalid range for token validity: RefreshTokenValidity must be between 1 hour and 10 years.',
    );
  }
  if (refresh < access || refresh < id) {
    throw invalidParameter('Refresh token validity cannot be shorter than that of the access and ID tokens.');
  }
}

const neverWritable = new Set(['sub', 'email_verified', 'phone_number_verified', 'identities']);

function checkAttributes(
  { pool }: PoolRecord,
  { ReadAttributes: read = [], WriteAttributes: write }: Client,
): void {
  const schema = new Map(pool.SchemaAttributes.map((attribute) => [attribute.Name, attribute]));
  for (const name of [...read, ...(write ?? [])]) {
    if (!schema.has(name))
      throw invalidParameter('Invalid read or write attributes specified while creating a client');
  }
  const unwritable = write?.find((name) => neverWritable.has(name));
  if (unwritable !== undefined) {
    throw invalidParameter(`Invalid write attributes specified while creating a client: ${unwritable}`);
  }
  if (!write) return;
  for (const { Name: name, Required: required, Mutable: mutable } of pool.SchemaAttributes) {
    if (required && mutable && !write.includes(name ?? '')) {
      throw invalidParameter(
        `Invalid write attributes specified while creating a client: required ${name} is missing`,
      );
    }
  }
}
