import { type Answer, json } from '../answer.ts';
import { federationRoutes } from '../federation/routes.ts';
import { managedLoginRoutes } from '../managed-login/routes.ts';
import { AuthorizationError, DeadEnd } from './authorization-request.ts';
import { canFail, type DomainGates, throughGates } from './domain-gates.ts';
import type { DomainEndpoint, DomainRequest } from './domain-request.ts';
import { answerUri, redirect } from './redirect.ts';
import { oauthRoutes } from './routes.ts';

/** By path below the domain, then by method; each endpoint is loaded when it is first asked for. */
export type DomainRoutes = Record<
  string,
  Partial<Record<'GET' | 'POST' | 'OPTIONS', () => Promise<DomainEndpoint>>>
>;

const routes: DomainRoutes = { ...oauthRoutes, ...managedLoginRoutes, ...federationRoutes };

/** Where faults can be set, such as `/oauth2/token`. */
export const failingPaths: ReadonlySet<string> = new Set(Object.keys(routes).filter(canFail));

/**
 * Answers a request at a user pool's domain. What the endpoint throws for the app goes to the app, what nobody must be
 * redirected with ends on `/error`. Throws what is wrong with neither: faults of ours, and what the gates throw.
 */
export async function answerDomainRequest(request: DomainRequest, gates: DomainGates): Promise<Answer> {
  const route = Object.hasOwn(routes, request.path) ? routes[request.path] : undefined;
  if (!route) return json(404, { message: `There is nothing at ${request.path}.` });
  const load = route[request.method as keyof typeof route];
  if (load) return throughGates(request, gates, async () => answerOrRedirect(request, await load()));
  const allow = Object.keys(route).join(', ');
  return json(405, { message: `${request.method} is not served here: expected ${allow}.` }, { allow });
}

async function answerOrRedirect(request: DomainRequest, endpoint: DomainEndpoint): Promise<Answer> {
  try {
    return await endpoint(request);
  } catch (error) {
    if (error instanceof AuthorizationError) {
      return redirect(
        answerUri(error.authorization, { error: error.error, error_description: error.message }),
      );
    }
    if (error instanceof DeadEnd) {
      const { reason, clientId } = error;
      const query = new URLSearchParams({ error: reason, ...(clientId && { client_id: clientId }) });
      return redirect(`${request.basePath}/error?${query}`);
    }
    throw error;
  }
}
