import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Answer } from '../../answer.ts';
import { domainsOf } from '../../domains/domain.ts';
import { html } from '../../html.ts';
import type { FakeProvider } from '../fake-provider.ts';
import { messagePage } from '../message-page.ts';
import { endedCookie, findSession } from '../provider-cookie.ts';
import { checkQuerySignature } from './check-query-signature.ts';
import { handOverPage } from './hand-over-page.ts';
import { saml } from './identifiers.ts';
import { RequestRefused, readSamlRequest, type SamlRequest } from './read-message.ts';
import { domainUrl, poolIdOf } from './registration.ts';
import { signXml } from './sign-xml.ts';

/** The single logout service (SAML profiles §4.4): ends the session and answers in the post binding. */
export async function singleLogout(
  provider: FakeProvider,
  request: IncomingMessage,
  params: URLSearchParams,
  search: string,
): Promise<Answer> {
  try {
    const logout = readSamlRequest(params.get('SAMLRequest') ?? '');
    if (logout.kind !== 'LogoutRequest') throw new RequestRefused(`A ${logout.kind} belongs to …/sso.`);
    await checkQuerySignature(provider, search, logout.issuer);
    const url = logoutUrl(provider, logout);
    const session = findSession(provider, request);
    for (const id of [session?.id, logout.sessionIndex]) if (id) provider.sessions.take(id);
    const fields = {
      SAMLResponse: Buffer.from(await logoutResponse(provider, logout, url)).toString('base64'),
      ...(params.has('RelayState') && { RelayState: params.get('RelayState') ?? '' }),
    };
    return handOverPage(provider, { action: url, fields }, endedCookie(provider));
  } catch (error) {
    if (!(error instanceof RequestRefused)) throw error;
    const message = { heading: 'This sign-out cannot go on', text: error.message };
    return messagePage(provider, message, { status: 400 });
  }
}

/** Where the session's response went to, or else at the pool's domain. */
function logoutUrl(provider: FakeProvider, { issuer, sessionIndex }: SamlRequest): string {
  const session = sessionIndex === undefined ? undefined : provider.sessions.get(sessionIndex);
  if (session?.assertionConsumerUrl) {
    return session.assertionConsumerUrl.replace(/\/saml2\/idpresponse$/, '/saml2/logout');
  }
  const poolId = poolIdOf(issuer);
  const [domain] = poolId === undefined ? [] : domainsOf(provider.cognito, poolId);
  if (!domain) throw new RequestRefused(`The request is of ${issuer}, which has no domain here.`);
  return `${domainUrl(provider, domain.Domain)}/saml2/logout`;
}

async function logoutResponse(provider: FakeProvider, { id: requestId }: SamlRequest, url: string) {
  const id = `_${randomBytes(16).toString('hex')}`;
  const at = new Date(provider.cognito.clock()).toISOString();
  const xml = html`<samlp:LogoutResponse xmlns:samlp="${saml.protocol}" xmlns:saml="${saml.assertion}" ID="${id}" Version="2.0" IssueInstant="${at}" Destination="${url}" InResponseTo="${requestId}"><saml:Issuer>${provider.base()}</saml:Issuer><samlp:Status><samlp:StatusCode Value="${saml.success}"/></samlp:Status></samlp:LogoutResponse>`;
  return signXml(xml.markup, { id, key: await provider.keys.get('current') });
}
