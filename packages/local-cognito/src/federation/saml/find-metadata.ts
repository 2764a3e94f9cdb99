import type { Cognito } from '../../cognito.ts';
import type { IdentityProvider } from '../../identity-providers/identity-provider.ts';
import { documentKind } from '../../storage/store.ts';
import { FetchRefused } from '../fetch-refused.ts';
import { FederationError, type TraceRecorder } from '../trace.ts';
import { MetadataRefused, readMetadata, type SamlMetadata } from './metadata.ts';

/** Fetched metadata, under the provider's name. */
interface FetchedMetadata {
  url: string;
  xml: string;
  /** Epoch ms. */
  fetchedAt: number;
}

const metadataKind = documentKind<FetchedMetadata>('saml-metadata');

/** As long as Cognito keeps them. */
const keptForMs = 6 * 60 * 60_000;
/** Not sooner than this is metadata fetched again because of a signature, which strangers can send. */
const renewedAfterMs = 60_000;

/** What the provider says about itself: its file, or what its URL answered within 6 hours. Throws FederationError. */
export async function findMetadata(
  cognito: Cognito,
  provider: IdentityProvider,
  trace: Pick<TraceRecorder, 'step'>,
): Promise<SamlMetadata> {
  const known = keptMetadata(cognito, provider);
  return known === undefined ? fetchMetadata(cognito, provider, trace) : readOrRefuse(known);
}

/** The same as of now: what is kept of a URL does not count. Throws FederationError. */
export async function readMetadataAnew(cognito: Cognito, provider: IdentityProvider): Promise<SamlMetadata> {
  const { MetadataURL, MetadataFile = '' } = provider.ProviderDetails;
  if (MetadataURL === undefined) return readOrRefuse(MetadataFile);
  return fetchMetadata(cognito, provider, { step: () => undefined });
}

/** For when the provider is deleted. */
export function forgetMetadata(
  { store }: Pick<Cognito, 'store'>,
  poolId: string,
  providerName: string,
): void {
  store.documents.delete(metadataKind, poolId, providerName);
}

/**
 * Metadata fetched again, when a signature does not fit what is known: `undefined` where that is a file, or was fetched
 * within the last minute. Throws FederationError.
 */
export async function renewMetadata(
  cognito: Cognito,
  provider: IdentityProvider,
  trace: Pick<TraceRecorder, 'step'>,
): Promise<SamlMetadata | undefined> {
  const kept = findKept(cognito, provider);
  if (!kept || cognito.clock() - kept.fetchedAt < renewedAfterMs) return undefined;
  return fetchMetadata(cognito, provider, trace);
}

/** The XML, without fetching: `undefined` for a URL that was not fetched within 6 hours. */
export function keptMetadata(
  cognito: Pick<Cognito, 'store' | 'clock'>,
  provider: IdentityProvider,
): string | undefined {
  const { MetadataURL, MetadataFile } = provider.ProviderDetails;
  if (MetadataURL === undefined) return MetadataFile ?? '';
  const kept = findKept(cognito, provider);
  return kept && cognito.clock() - kept.fetchedAt < keptForMs ? kept.xml : undefined;
}

/** The entity id that the provider had when its metadata was last read. */
export function lastEntityId(
  cognito: Pick<Cognito, 'store'>,
  provider: IdentityProvider,
): string | undefined {
  const { MetadataURL, MetadataFile } = provider.ProviderDetails;
  const xml = MetadataURL === undefined ? MetadataFile : findKept(cognito, provider)?.xml;
  return xml === undefined ? undefined : readOrRefuse(xml).entityId;
}

function findKept(
  { store }: Pick<Cognito, 'store'>,
  { UserPoolId, ProviderName, ProviderDetails }: IdentityProvider,
): FetchedMetadata | undefined {
  const kept = store.documents.get(metadataKind, UserPoolId, ProviderName);
  return kept && kept.url === ProviderDetails.MetadataURL ? kept : undefined;
}

async function fetchMetadata(
  { store, clock, fetch }: Cognito,
  { UserPoolId, ProviderName, ProviderDetails }: IdentityProvider,
  trace: Pick<TraceRecorder, 'step'>,
): Promise<SamlMetadata> {
  const url = ProviderDetails.MetadataURL ?? '';
  const xml = await fetchText(fetch, url);
  const metadata = readOrRefuse(xml);
  trace.step('discovery', `Read the SAML metadata at ${url}.`, {
    entityId: metadata.entityId,
    signingCertificates: `${metadata.certificates.length}`,
  });
  store.documents.put(
    metadataKind,
    { poolId: UserPoolId, id: ProviderName },
    { url, xml, fetchedAt: clock() },
  );
  return metadata;
}

async function fetchText(fetch: Cognito['fetch'], url: string): Promise<string> {
  try {
    const response = await fetch(url);
    if (response.ok) return await response.text();
    throw metadataError({
      text: `The SAML metadata was not read: ${url} answered ${response.status}.`,
      remedy: 'Check MetadataURL of the identity provider.',
    });
  } catch (error) {
    if (!(error instanceof FetchRefused)) throw error;
    const refusal = metadataError(error);
    refusal.cause = error;
    throw refusal;
  }
}

function readOrRefuse(xml: string): SamlMetadata {
  try {
    return readMetadata(xml);
  } catch (error) {
    if (!(error instanceof MetadataRefused)) throw error;
    throw metadataError({
      text: error.message,
      remedy: 'Give the metadata of the identity provider that is for SAML 2.0, whole and unchanged.',
    });
  }
}

const metadataError = (explanation: { text: string; remedy: string }) =>
  new FederationError('Unable to read the SAML metadata of the identity provider.', explanation);
