import type { Cognito } from '../../cognito.ts';
import { type IdentityProvider, providersOf } from '../../identity-providers/identity-provider.ts';
import { CognitoError, invalidParameter } from '../../wire/errors.ts';
import { FetchRefused } from '../fetch-refused.ts';
import { FederationError } from '../trace.ts';
import { forgetMetadata, keptMetadata, lastEntityId, readMetadataAnew } from './find-metadata.ts';
import { MetadataRefused, readMetadata } from './metadata.ts';
import { encryptionCertificate, forgetEncryptionCertificate } from './signing-certificate.ts';

/**
 * Reads the metadata of a provider that is being registered. Throws InvalidParameterException for metadata of no use, and
 * DuplicateProviderException where another provider of the pool has the same entity id. Only a
 * URL that cannot be reached yet is left for the first sign-in: on a laptop the provider may start later.
 */
export async function checkSamlProvider(cognito: Cognito, provider: IdentityProvider): Promise<void> {
  try {
    const { entityId } = await readMetadataAnew(cognito, provider);
    checkEntityId(cognito, provider, entityId);
  } catch (error) {
    if (!(error instanceof FederationError)) throw error;
    const { cause, text } = error;
    const mayComeLater =
      cause instanceof FetchRefused && (cause.reason === 'unreachable' || cause.reason === 'timeout');
    if (!mayComeLater) throw invalidParameter(text);
  }
}

/** One SAML provider of a pool is one `IdentityProvider`: else its answers could come in under two names. */
function checkEntityId(
  cognito: Cognito,
  { UserPoolId, ProviderName }: IdentityProvider,
  entityId: string,
): void {
  for (const other of providersOf(cognito, UserPoolId)) {
    if (other.ProviderType !== 'SAML' || other.ProviderName === ProviderName) continue;
    if (lastEntityId(cognito, other) !== entityId) continue;
    throw new CognitoError(
      'DuplicateProviderException',
      `A provider with the entity id ${entityId} already exists in the user pool.`,
    );
  }
}

/**
 * The provider as it is answered: a SAML provider with what Cognito adds to `ProviderDetails`, which is the addresses in
 * the metadata, and what to encrypt for.
 */
export async function describeProvider(
  cognito: Cognito,
  provider: IdentityProvider,
): Promise<IdentityProvider> {
  if (provider.ProviderType !== 'SAML') return provider;
  const {
    SSORedirectBindingURI: _,
    SLORedirectBindingURI: __,
    ActiveEncryptionCertificate: ___,
    ...given
  } = provider.ProviderDetails;
  const { UserPoolId, ProviderName } = provider;
  const mustEncrypt = given.EncryptedResponses === 'true';
  const ProviderDetails = {
    ...given,
    ...addressesOf(keptMetadata(cognito, provider)),
    ...(mustEncrypt && {
      ActiveEncryptionCertificate: (await encryptionCertificate(cognito, UserPoolId, ProviderName))
        .certificate,
    }),
  };
  return { ...provider, ProviderDetails };
}

function addressesOf(xml: string | undefined): Record<string, string> {
  if (xml === undefined) return {};
  try {
    const { ssoUrl, sloUrl } = readMetadata(xml);
    return { SSORedirectBindingURI: ssoUrl, ...(sloUrl !== undefined && { SLORedirectBindingURI: sloUrl }) };
  } catch (error) {
    if (error instanceof MetadataRefused) return {};
    throw error;
  }
}

/** What is kept beside a SAML provider goes with it. */
export function forgetSamlProvider(
  cognito: Pick<Cognito, 'store'>,
  { UserPoolId, ProviderName }: Pick<IdentityProvider, 'UserPoolId' | 'ProviderName'>,
): void {
  forgetMetadata(cognito, UserPoolId, ProviderName);
  forgetEncryptionCertificate(cognito, UserPoolId, ProviderName);
}
