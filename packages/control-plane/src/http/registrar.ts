import { type Resource, readBearerToken } from '@cohabit/sdk';
import type { OpenAPIHono, RouteConfig, RouteHandler } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import type { Logger } from 'pino';
import type { Guard, Principal } from '../authorization/guard.ts';
import type { Action } from '../authorization/policies.ts';

/** What travels with a request. */
export interface AppEnv {
  Variables: { requestId: string; logger: Logger; principal: Principal };
}

/** Who may call a route, and how its request becomes a question for Cedar. */
type Access =
  | { audience: 'public' }
  | {
      /** The least that the caller must be; operators may call everything but the routes of a person. */
      audience: 'operator' | 'tenant-admin' | 'member';
      action: Action;
      /** What is acted on, from the path's parameters or the caller, never from a body or header. */
      resource(params: Record<string, string>, principal: Principal): Resource;
    };

/** A route as the isolation tests see it. */
export interface RouteEntry {
  method: string;
  /** With `{tenantId}`-style parameters. */
  path: string;
  operationId: string;
  audience: Access['audience'];
  action?: Action;
}

/** Adds routes together with their access rule: there is no other way to add one to the API. */
export interface Registrar {
  add<Route extends RouteConfig>(route: Route, access: Access, handler: RouteHandler<Route, AppEnv>): void;
  entries: RouteEntry[];
}

export function createRegistrar(app: OpenAPIHono<AppEnv>, guard: Guard): Registrar {
  const entries: RouteEntry[] = [];
  return {
    entries,
    add(route, access, handler) {
      const entry = {
        method: route.method.toUpperCase(),
        path: route.path,
        operationId: route.operationId ?? `${route.method} ${route.path}`,
        audience: access.audience,
      };
      entries.push(access.audience === 'public' ? entry : { ...entry, action: access.action });
      // Before the route itself, so that strangers do not even learn what a valid request looks like.
      if (access.audience !== 'public') {
        app.on(entry.method, route.path.replaceAll(/\{(\w+)\}/g, ':$1'), protect(guard, access));
      }
      app.openapi(route, handler);
    },
  };
}

function protect(guard: Guard, access: Exclude<Access, { audience: 'public' }>): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const principal = await guard.authenticate(readBearerToken(authorizationHeaders(c)));
    c.set('principal', principal);
    guard.authorize(principal, access.action, access.resource(c.req.param(), principal));
    await next();
  };
}

function authorizationHeaders(c: Context): string[] {
  const value = c.req.header('authorization');
  return value === undefined ? [] : [value];
}
