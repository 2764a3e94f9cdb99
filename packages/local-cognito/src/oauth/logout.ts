import type { Answer } from '../answer.ts';
import { samlLogoutRedirect } from '../federation/saml/single-logout.ts';
import type { ClientRecord } from '../storage/records.ts';
import { DeadEnd } from './authorization-request.ts';
import type { DomainRequest } from './domain-request.ts';
import { readAuthorizationRequest } from './read-authorization-request.ts';
import { redirect } from './redirect.ts';
import { endSsoSession, findSsoSession } from './sso-session.ts';

/**
 * `GET /logout`: ends the browser's session, then goes to `logout_uri`, or with the members of an authorization request
 * to the login page; by way of the SAML provider that the session came from, where that wants to know. Tokens stay as they
 * are. A request that would lead elsewhere ends nothing.
 */
export async function logout(request: DomainRequest): Promise<Answer> {
  const { query, basePath } = request;
  const client = findClient(request);
  const [logoutUri, ...more] = query.getAll('logout_uri');
  if (logoutUri !== undefined) {
    if (more.length > 0 || !client.client.LogoutURLs?.includes(logoutUri)) {
      throw new DeadEnd('redirect_mismatch', client.id);
    }
    return leave(request, logoutUri);
  }
  readAuthorizationRequest(request);
  return leave(request, `${basePath}/login?${query}`);
}

async function leave(request: DomainRequest, after: string): Promise<Answer> {
  const found = findSsoSession(request);
  const cookie = endSsoSession(request);
  const provider = found && (await samlLogoutRedirect(request, found.session, after));
  return redirect(provider ?? after, [cookie]);
}

function findClient({ cognito, pool, query }: DomainRequest): ClientRecord {
  const [id = '', ...more] = query.getAll('client_id');
  const client = more.length === 0 ? cognito.store.clients.get(id) : undefined;
  if (client?.poolId !== pool.id) throw new DeadEnd('unknown_client');
  return client;
}
