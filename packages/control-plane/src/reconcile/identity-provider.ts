import {
  CreateIdentityProviderCommand,
  DeleteIdentityProviderCommand,
  DescribeIdentityProviderCommand,
  type IdentityProviderTypeType,
  ListIdentityProvidersCommand,
  UpdateIdentityProviderCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { CohabitError, claimNames, type IdentityProvider, type IdentityProviderSpec } from '@cohabit/core';
import type { CognitoClient } from '../cognito/client.ts';
import { holds } from '../cognito/differences.ts';
import { isCognitoError } from '../cognito/map-errors.ts';
import type { Steps } from './steps.ts';

/** Cognito's quota of identity providers in one user pool, unless AWS has raised it. */
const MAX_PROVIDERS_OF_POOL = 300;

/** What an identity provider should be at Cognito. */
export interface DesiredProvider {
  userPoolId: string;
  provider: Pick<IdentityProvider, 'key' | 'spec' | 'status'>;
  /** Proven domains that lead to the provider. */
  identifiers: readonly string[];
  /** As it was given with the request that is being carried out; nothing keeps it but Cognito. */
  clientSecret?: string | undefined;
}

/**
 * Makes the provider what it should be. Throws `invalid_request` when an OIDC provider has to be made and its secret is
 * not at hand any more, and `identity_provider_limit`.
 */
export async function ensureProvider(
  cognito: CognitoClient,
  steps: Steps,
  desired: DesiredProvider,
): Promise<void> {
  const { userPoolId: UserPoolId, provider, clientSecret } = desired;
  const key = { UserPoolId, ProviderName: provider.key };
  const observed = await describeProvider(cognito, key);
  if (!observed) {
    if (provider.spec.protocol === 'oidc' && clientSecret === undefined) throw secretMissing();
    await requireRoom(cognito, UserPoolId);
    await steps.run('identity-provider.create', () =>
      cognito.send(
        new CreateIdentityProviderCommand({
          ...key,
          ...settingsOf(desired),
          ProviderType: provider.spec.protocol.toUpperCase() as IdentityProviderTypeType,
        }),
      ),
    );
    return;
  }
  const settings = settingsOf(desired);
  const shown = { ...observed, IdpIdentifiers: observed.IdpIdentifiers ?? [] };
  if (provider.status === 'active' && clientSecret === undefined && holds(shown, settings)) return;
  // Cognito shows the secret that it keeps; details are replaced as a whole, so it has to be sent back.
  const kept = clientSecret ?? observed.ProviderDetails?.client_secret;
  const ProviderDetails = {
    ...settings.ProviderDetails,
    ...(kept !== undefined && { client_secret: kept }),
  };
  await steps.run('identity-provider.update', () =>
    cognito.send(new UpdateIdentityProviderCommand({ ...key, ...settings, ProviderDetails })),
  );
}

/** A provider that is gone is fine. */
export async function deleteProvider(
  cognito: CognitoClient,
  steps: Steps,
  provider: { userPoolId: string; key: string },
): Promise<void> {
  const key = { UserPoolId: provider.userPoolId, ProviderName: provider.key };
  if (!(await describeProvider(cognito, key))) return;
  await steps.run('identity-provider.delete', async () => {
    try {
      await cognito.send(new DeleteIdentityProviderCommand(key));
    } catch (error) {
      if (!isCognitoError(error, 'ResourceNotFoundException')) throw error;
    }
  });
}

/** Whether Cognito has the provider, in whatever form. */
export async function isProviderThere(
  cognito: CognitoClient,
  provider: { userPoolId: string; key: string },
): Promise<boolean> {
  const key = { UserPoolId: provider.userPoolId, ProviderName: provider.key };
  return (await describeProvider(cognito, key)) !== undefined;
}

async function describeProvider(cognito: CognitoClient, key: { UserPoolId: string; ProviderName: string }) {
  try {
    return (await cognito.send(new DescribeIdentityProviderCommand(key))).IdentityProvider;
  } catch (error) {
    if (isCognitoError(error, 'ResourceNotFoundException')) return undefined;
    throw error;
  }
}

/** Throws `identity_provider_limit` when the pool holds as many providers as Cognito allows. */
export async function requireRoom(cognito: CognitoClient, UserPoolId: string): Promise<void> {
  let count = 0;
  let NextToken: string | undefined;
  do {
    const page = await cognito.send(
      new ListIdentityProvidersCommand({ UserPoolId, MaxResults: 60, NextToken }),
    );
    count += page.Providers?.length ?? 0;
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  if (count < MAX_PROVIDERS_OF_POOL) return;
  throw new CohabitError(
    'identity_provider_limit',
    `The user pool of this tenant holds ${count} identity providers, and Cognito allows ${MAX_PROVIDERS_OF_POOL}. Give the tenant its own user pool, or remove a provider that nobody uses.`,
    { details: { count, limit: MAX_PROVIDERS_OF_POOL } },
  );
}

function secretMissing(): CohabitError {
  return new CohabitError(
    'invalid_request',
    'The client secret did not reach Cognito and is kept nowhere else. Set the identity provider again, with "clientSecret".',
  );
}

/** What Cognito is told, but for the secret of an OIDC provider that it has already. */
function settingsOf({ provider, identifiers, clientSecret }: DesiredProvider): {
  ProviderDetails: Record<string, string>;
  AttributeMapping: Record<string, string>;
  IdpIdentifiers: string[];
} {
  const { spec } = provider;
  return {
    ProviderDetails: {
      ...detailsOf(spec),
      ...(clientSecret === undefined ? {} : { client_secret: clientSecret }),
    },
    // The name and nothing else: an e-mail written here could take a sign-in name, and every attribute that a mapping
    // writes must be writable by the person too. See docs/decisions/0004-federated-people.md.
    AttributeMapping: {
      ...(spec.protocol === 'oidc' && { username: 'sub' }),
      name: claimNames(spec).name,
    },
    IdpIdentifiers: [...identifiers],
  };
}

function detailsOf(spec: IdentityProviderSpec): Record<string, string> {
  if (spec.protocol === 'saml') {
    const { metadataUrl, metadataXml, ...flags } = spec.details;
    return {
      ...(metadataUrl !== undefined && { MetadataURL: metadataUrl }),
      ...(metadataXml !== undefined && { MetadataFile: metadataXml }),
      IDPSignout: String(flags.singleLogout),
      IDPInit: String(flags.providerInitiated),
      EncryptedResponses: String(flags.encryptedAssertions),
      ...(flags.signRequests && { RequestSigningAlgorithm: 'rsa-sha256' }),
    };
  }
  const { issuer, clientId, scopes, endpoints, userInfoMethod } = spec.details;
  return {
    client_id: clientId,
    oidc_issuer: issuer,
    authorize_scopes: scopes.join(' '),
    attributes_request_method: userInfoMethod,
    ...(endpoints && {
      authorize_url: endpoints.authorization,
      token_url: endpoints.token,
      attributes_url: endpoints.userInfo,
      jwks_uri: endpoints.jwks,
    }),
  };
}
