import type { IdentityProvider } from '../../identity-providers/identity-provider.ts';
import type { DomainRequest } from '../../oauth/domain-request.ts';
import type { ExternalIdentity } from '../external-identity.ts';
import type { TraceRecorder } from '../trace.ts';
import { responseFacts } from './check-response.ts';
import { findMetadata, renewMetadata } from './find-metadata.ts';
import type { SamlMetadata } from './metadata.ts';
import { readPerson } from './read-person.ts';
import { assertionConsumerUrl, entityIdOf } from './service-provider.ts';
import { encryptionCertificate } from './signing-certificate.ts';
import { useAssertion } from './used-assertions.ts';
import { UnknownSignature, type ValidResponse, validateResponse } from './validate-response.ts';

export interface ReceivedAnswer {
  provider: IdentityProvider;
  clientId: string;
  /** The id of our request; `undefined` for a sign-in that the provider began itself. */
  requestId: string | undefined;
  /** As posted. */
  samlResponse: string;
  trace: TraceRecorder;
}

/** Whom a SAML response vouches for; it can be used once. Throws FederationError. */
export async function checkAnswer(
  request: DomainRequest,
  answer: ReceivedAnswer,
): Promise<Omit<ExternalIdentity, 'provider'>> {
  const { cognito, pool } = request;
  const { provider, clientId, trace } = answer;
  trace.step('response', 'The browser brought a SAML response.', responseFacts(answer.samlResponse));
  const metadata = await findMetadata(cognito, provider, trace);
  const valid = await validate(request, answer, metadata);
  const { assertionId, usableUntil, assertion } = valid;
  const providerName = provider.ProviderName;
  useAssertion(cognito, { assertionId, usableUntil, poolId: pool.id, clientId, providerName });
  const { nameId, nameIdFormat, sessionIndex, attributes } = readPerson(assertion);
  trace.step('response', 'The response is signed by the provider, and meant for this user pool.', {
    issuer: metadata.entityId,
    assertionId,
    usableUntil: new Date(usableUntil).toISOString(),
  });
  trace.step('claims', 'The assertion names the person and these attributes.', {
    nameIdFormat: nameIdFormat ?? 'none',
    attributes: Object.keys(attributes).join(', ') || 'none',
  });
  return {
    subject: nameId,
    issuer: metadata.entityId,
    claims: attributes,
    sources: { samlResponse: attributes },
    samlSession: {
      nameId,
      ...(nameIdFormat !== undefined && { nameIdFormat }),
      ...(sessionIndex !== undefined && { sessionIndex }),
    },
  };
}

/** Once more with fresh metadata where the signature does not fit: providers change their keys. */
async function validate(
  request: DomainRequest,
  { provider, requestId, samlResponse, trace }: ReceivedAnswer,
  metadata: SamlMetadata,
): Promise<ValidResponse> {
  const { cognito, pool } = request;
  const mustEncrypt = provider.ProviderDetails.EncryptedResponses === 'true';
  const decryptionKey = mustEncrypt
    ? (await encryptionCertificate(cognito, pool.id, provider.ProviderName)).privateKey
    : undefined;
  const against = ({ entityId, certificates }: SamlMetadata) =>
    validateResponse(samlResponse, {
      issuer: entityId,
      certificates,
      audience: entityIdOf(pool.id),
      recipient: assertionConsumerUrl(request),
      requestId,
      decryptionKey,
      now: cognito.clock(),
    });
  try {
    return await against(metadata);
  } catch (error) {
    const renewed = error instanceof UnknownSignature && (await renewMetadata(cognito, provider, trace));
    if (!renewed) throw error;
    return against(renewed);
  }
}
