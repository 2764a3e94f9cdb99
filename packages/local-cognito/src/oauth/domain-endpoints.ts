import { type Answer, json } from '../answer.ts';
import { federationRoutes } from '../federation/routes.ts';
import { managedLoginRoutes } from '../managed-login/routes.ts';
import type { DomainEndpoint, DomainRequest } from './domain-request.ts';
import { oauthRoutes } from './routes.ts';

/** By path below the domain, then by method; each endpoint is loaded when it is first asked for. */
export type DomainRoutes = Record<
  string,
  Partial<Record<'GET' | 'POST' | 'OPTIONS', () => Promise<DomainEndpoint>>>
>;

const routes: DomainRoutes = { ...oauthRoutes, ...managedLoginRoutes, ...federationRoutes };

/** Answers a request at a user pool's domain. */
export async function answerDomainRequest(request: DomainRequest): Promise<Answer> {
  const route = Object.hasOwn(routes, request.path) ? routes[request.path] : undefined;
  if (!route) return json(404, { message: `There is nothing at ${request.path}.` });
  const load = route[request.method as keyof typeof route];
  if (load) return (await load())(request);
  const allow = Object.keys(route).join(', ');
  return json(405, { message: `${request.method} is not served here: expected ${allow}.` }, { allow });
}
