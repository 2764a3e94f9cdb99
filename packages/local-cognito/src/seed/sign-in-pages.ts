import { brandingOfClient } from '../branding/managed-login-branding.ts';
import type { Cognito } from '../cognito.ts';
import { domainsOf } from '../domains/domain.ts';

/** Where people sign in at an app client. */
export interface SignInPage {
  userPoolId: string;
  clientId: string;
  clientName: string;
  /** Of the page, on behalf of the client with its first callback URL. */
  url: string;
}

/** An app client of the seed. */
export interface SeededClient {
  poolId: string;
  clientId: string;
}

/** The pages of the clients that have a domain, a callback URL and an OAuth flow that begins with a page. */
export function signInPages(
  cognito: Cognito,
  clients: readonly SeededClient[],
  endpoint: string,
): SignInPage[] {
  return clients.flatMap(({ poolId, clientId }) => {
    const client = cognito.store.clients.get(clientId)?.client;
    const domain = domainsOf(cognito, poolId).find(({ CustomDomainConfig }) => !CustomDomainConfig);
    const [callback] = client?.CallbackURLs ?? [];
    const flow = client?.AllowedOAuthFlows?.find((name) => name === 'code' || name === 'implicit');
    if (!client?.AllowedOAuthFlowsUserPoolClient || !domain || callback === undefined || !flow) return [];
    // Cognito shows no pages of managed login to a client without a style.
    if (domain.ManagedLoginVersion === 2 && !brandingOfClient(cognito, poolId, clientId)) return [];
    const query = new URLSearchParams({
      client_id: clientId,
      response_type: flow === 'code' ? 'code' : 'token',
      redirect_uri: callback,
    });
    const url = `${endpoint}/domains/${domain.Domain}/login?${query}`;
    return [{ userPoolId: poolId, clientId, clientName: client.ClientName ?? clientId, url }];
  });
}
