import type { Cognito } from '../../cognito.ts';
import type { IdentityProvider } from '../../identity-providers/identity-provider.ts';
import { invalidParameter } from '../../wire/errors.ts';
import { FetchRefused } from '../fetch-refused.ts';
import { FederationError } from '../trace.ts';
import { forgetMetadata, keptMetadata, readMetadataAnew } from './find-metadata.ts';
import { MetadataRefused, readMetadata } from './metadata.ts';
import { encryptionCertificate, forgetEncryptionCertificate } from './signing-certificate.ts';

/**
 * Reads the metadata of a provider that is being registered. Throws InvalidParameterException for metadata of no use. Only a
 * URL that cannot be reached yet is left for the first sign-in: on a laptop the provider may start later.
 */
export async function checkSamlProvider(cognito: Cognito, provider: IdentityProvider): Promise<void> {
  try {
    await readMetadataAnew(cognito, provider);
  } catch (error) {
    if (!(error instanceof FederationError)) throw error;
    const { cause, text } = error;
    const mayComeLater =
      cause instanceof FetchRefused && (cause.reason === 'unreachable' || cause.reason === 'timeout');
    if (!mayComeLater) throw invalidParameter(text);
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
