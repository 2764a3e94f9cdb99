import { createHash, randomBytes } from 'node:crypto';
import type { Answer } from '../../answer.ts';
import { identityProviderKind } from '../../identity-providers/identity-provider.ts';
import { DeadEnd } from '../../oauth/authorization-request.ts';
import type { DomainRequest } from '../../oauth/domain-request.ts';
import { redirect } from '../../oauth/redirect.ts';
import type { SsoSession } from '../../user-sessions/sso-sessions.ts';
import { FederationError } from '../trace.ts';
import { readSamlMessage } from './check-response.ts';
import { findMetadata } from './find-metadata.ts';
import type { SamlMetadata } from './metadata.ts';
import { attributeOf, childrenOf, textOf } from './read-xml.ts';
import { redirectTo } from './redirect-binding.ts';
import { logoutRequest } from './requests.ts';
import { entityIdOf, namespaces } from './service-provider.ts';
import { signingCertificate } from './signing-certificate.ts';

interface PendingLogout {
  requestId: string;
  /** The provider's entity id. */
  issuer: string;
  /** Where the browser goes then; checked when the logout began. */
  after: string;
}

const pendingForMs = 5 * 60_000;

/**
 * Where `/logout` sends the browser to first, when its session came from a SAML provider with `IDPSignout`: with a
 * LogoutRequest, always signed, to the provider, which sends it on to `after` by way of `/saml2/logout`. `undefined` when
 * there is nobody to tell.
 */
export async function samlLogoutRedirect(
  request: DomainRequest,
  { provider: providerName, clientId, samlSession }: SsoSession,
  after: string,
): Promise<string | undefined> {
  const { cognito, pool } = request;
  const provider = cognito.store.documents.get(identityProviderKind, pool.id, providerName);
  if (!samlSession || provider?.ProviderType !== 'SAML') return undefined;
  if (provider.ProviderDetails.IDPSignout !== 'true') return undefined;
  const metadata = await findMetadata(cognito, provider, { step: () => undefined }).catch(ignoreRefusal);
  if (metadata?.sloUrl === undefined) return undefined;
  const { id, xml } = logoutRequest({
    issuer: entityIdOf(pool.id),
    destination: metadata.sloUrl,
    nameId: samlSession.nameId,
    nameIdFormat: samlSession.nameIdFormat,
    sessionIndex: samlSession.sessionIndex,
    now: cognito.clock(),
  });
  const relayState = randomBytes(32).toString('base64url');
  const pending: PendingLogout = { requestId: id, issuer: metadata.entityId, after };
  cognito.store.sessions.insert({
    id: idOf(relayState),
    poolId: pool.id,
    clientId,
    expiresAt: cognito.clock() + pendingForMs,
    used: false,
    state: { challenge: 'SAML_LOGOUT', ...pending },
  });
  const { privateKey: signWith } = await signingCertificate(cognito, pool.id);
  return redirectTo({ destination: metadata.sloUrl, xml, relayState, signWith });
}

/** People are signed out here even if their provider cannot be told. */
function ignoreRefusal(error: unknown): SamlMetadata | undefined {
  if (error instanceof FederationError) return undefined;
  throw error;
}

/**
 * `POST /saml2/logout`: the provider's LogoutResponse. It changes nothing here, where the session has ended already, and
 * may be unsigned for that reason: all it does is to send the browser on, once, to an address that was checked before. A
 * LogoutRequest, by which a provider would begin, is not served.
 */
export async function receiveLogout(request: DomainRequest): Promise<Answer> {
  const form = await request.form();
  const response = readLogoutResponse(form.get('SAMLResponse') ?? '');
  const pending = takePendingLogout(request, form.get('RelayState') ?? '');
  const [issuer] = childrenOf(response, namespaces.assertion, 'Issuer');
  const isOurs =
    attributeOf(response, 'InResponseTo') === pending.requestId && textOf(issuer) === pending.issuer;
  if (!isOurs) throw new DeadEnd('unsolicited');
  return redirect(pending.after);
}

function readLogoutResponse(samlResponse: string): Element {
  try {
    return readSamlMessage(samlResponse, 'LogoutResponse');
  } catch (error) {
    if (error instanceof FederationError) throw new DeadEnd('unsolicited');
    throw error;
  }
}

function takePendingLogout({ cognito, pool }: DomainRequest, relayState: string): PendingLogout {
  const { sessions } = cognito.store;
  const record = sessions.get(idOf(relayState));
  if (record?.poolId !== pool.id || cognito.clock() >= record.expiresAt) throw new DeadEnd('unsolicited');
  if (!sessions.markUsed(record.id)) throw new DeadEnd('unsolicited');
  return record.state as unknown as PendingLogout;
}

const idOf = (relayState: string) => `saml-logout:${createHash('sha256').update(relayState).digest('hex')}`;
