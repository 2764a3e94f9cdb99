import {
  CreateUserPoolClientCommand,
  DeleteUserPoolClientCommand,
  DescribeUserPoolClientCommand,
  ListUserPoolClientsCommand,
  UpdateUserPoolClientCommand,
  type UpdateUserPoolClientCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { type PlacementKey, SHARED_ACCESS_TOKEN_MINUTES, type TenantSettings } from '@cohabit/core';
import type { CognitoClient } from '../cognito/client.ts';
import { holds, merged, without } from '../cognito/differences.ts';
import { isCognitoError } from '../cognito/map-errors.ts';
import type { Steps } from './steps.ts';

/** What an app client should be. All are public clients: browsers and phones can keep no secret. */
export interface DesiredAppClient {
  userPoolId: string;
  /** Deterministic within the pool, so that a client whose id was lost with a killed run is found again. */
  name: string;
  settings: Pick<TenantSettings, 'accessTokenMinutes' | 'refreshTokenDays'>;
  /** By which people may sign in at the domain's pages: `COGNITO` and the name of the tenant's own provider. */
  providers: readonly string[];
  /** Where the product receives people who sign in and out at the domain; without it, nobody can. */
  product?: ProductUrls | undefined;
}

/** Addresses of the product, to the letter (RFC 6749 §3.1.2). */
export interface ProductUrls {
  callbackUrls: readonly string[];
  logoutUrls: readonly string[];
}

/** What the product may ask for on a person's behalf. */
export const SCOPES = ['openid', 'email', 'profile', 'aws.cognito.signin.user.admin'];

/** Lifetimes of a client that decides nothing itself, and of the shared client. */
export const DEFAULT_LIFETIMES = { accessTokenMinutes: SHARED_ACCESS_TOKEN_MINUTES, refreshTokenDays: 30 };

type Updatable = Omit<UpdateUserPoolClientCommandInput, 'UserPoolId' | 'ClientId'>;

/** Makes the client what it should be and answers its id; found and created as `ensureUserPool` does it. */
export async function ensureAppClient(
  cognito: CognitoClient,
  steps: Steps,
  desired: DesiredAppClient,
  knownId: string | undefined,
): Promise<string> {
  const clientId = knownId ?? (await findAppClient(cognito, steps, desired));
  if (clientId === undefined) return createAppClient(cognito, steps, desired);
  const key = { UserPoolId: desired.userPoolId, ClientId: clientId };
  const { UserPoolClient } = await cognito.send(new DescribeUserPoolClientCommand(key));
  if (holds(UserPoolClient, updatable(desired))) return clientId;
  // UpdateUserPoolClient puts everything that is left out back to its default: so read, merge, write.
  const readOnly = ['ClientSecret', 'ClientType', 'CreationDate', 'LastModifiedDate'];
  const all = merged(without(UserPoolClient ?? {}, readOnly), updatable(desired));
  await steps.run('app-client.update', () =>
    cognito.send(new UpdateUserPoolClientCommand({ ...all, ...key })),
  );
  return clientId;
}

/** The id of the client of this name in the pool, if a run ever began to create it. */
export async function findAppClient(
  cognito: CognitoClient,
  steps: Steps,
  client: Pick<DesiredAppClient, 'userPoolId' | 'name'>,
): Promise<string | undefined> {
  if (!(await steps.wasStarted('app-client.create'))) return undefined;
  let NextToken: string | undefined;
  do {
    const page = await cognito.send(
      new ListUserPoolClientsCommand({ UserPoolId: client.userPoolId, MaxResults: 60, NextToken }),
    );
    const found = page.UserPoolClients?.find((candidate) => candidate.ClientName === client.name);
    if (found?.ClientId !== undefined) return found.ClientId;
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return undefined;
}

/** A client that is gone is fine. */
export async function deleteAppClient(
  cognito: CognitoClient,
  steps: Steps,
  client: PlacementKey,
): Promise<void> {
  const key = { UserPoolId: client.userPoolId, ClientId: client.clientId };
  await steps.run('app-client.delete', async () => {
    try {
      await cognito.send(new DeleteUserPoolClientCommand(key));
    } catch (error) {
      if (!isCognitoError(error, 'ResourceNotFoundException')) throw error;
    }
  });
}

async function createAppClient(
  cognito: CognitoClient,
  steps: Steps,
  desired: DesiredAppClient,
): Promise<string> {
  const created = await steps.run('app-client.create', () =>
    cognito.send(
      new CreateUserPoolClientCommand({
        ...updatable(desired),
        ClientName: desired.name,
        UserPoolId: desired.userPoolId,
        GenerateSecret: false,
      }),
    ),
  );
  return created.UserPoolClient?.ClientId as string;
}

function updatable(desired: DesiredAppClient): Updatable {
  const minutes = desired.settings.accessTokenMinutes ?? DEFAULT_LIFETIMES.accessTokenMinutes;
  return {
    AccessTokenValidity: minutes,
    IdTokenValidity: minutes,
    RefreshTokenValidity: desired.settings.refreshTokenDays ?? DEFAULT_LIFETIMES.refreshTokenDays,
    TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'days' },
    // No authority in attributes, and no e-mail: whoever could write it could take another person's sign-in name.
    ReadAttributes: ['email', 'email_verified', 'name'],
    WriteAttributes: ['name'],
    ExplicitAuthFlows: [
      'ALLOW_USER_SRP_AUTH',
      'ALLOW_USER_PASSWORD_AUTH',
      'ALLOW_ADMIN_USER_PASSWORD_AUTH',
      'ALLOW_REFRESH_TOKEN_AUTH',
    ],
    PreventUserExistenceErrors: 'ENABLED',
    EnableTokenRevocation: true,
    SupportedIdentityProviders: [...desired.providers],
    ...(desired.product && {
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: SCOPES,
      CallbackURLs: [...desired.product.callbackUrls],
      LogoutURLs: [...desired.product.logoutUrls],
    }),
  };
}
