import type { Context, Env, Handler, Hono } from 'hono';

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** What the isolation matrix must know of a route. */
export interface RouteEntry {
  method: Method;
  /** With parameters in braces: `/api/tasks/{taskId}`. */
  path: string;
  /**
   * `open`: for everybody. `page`: for a browser's session; `{slug}` in the path selects the tenant. `api`: for a Bearer
   * access token.
   */
  kind: 'open' | 'page' | 'api';
  /** The parameters that hold ids of a tenant's things, and what they name. */
  tenantOwned: Partial<Record<string, 'project' | 'task'>>;
}

/** Which things of a tenant a path names, by the names of its parameters. */
function ownedIn(path: string): RouteEntry['tenantOwned'] {
  const owned: RouteEntry['tenantOwned'] = {};
  if (path.includes('{projectId}')) owned.projectId = 'project';
  if (path.includes('{taskId}')) owned.taskId = 'task';
  return owned;
}

/** The routes of the taskboard. A route gets into the server only through here, so the table is complete. */
export interface RouteTable {
  entries: RouteEntry[];
  /** Notes a route that something else registers, such as the OpenAPI router. */
  note(method: Method, path: string, kind: RouteEntry['kind']): void;
  add<E extends Env>(
    app: Hono<E>,
    route: { method: Method; path: string; kind: RouteEntry['kind'] },
    handler: Handler<E>,
  ): void;
}

export function createRouteTable(): RouteTable {
  const entries: RouteEntry[] = [];
  const table: RouteTable = {
    entries,
    note: (method, path, kind) => void entries.push({ method, path, kind, tenantOwned: ownedIn(path) }),
    add(app, { method, path, kind }, handler) {
      table.note(method, path, kind);
      app.on(method, path.replace(/\{(\w+)\}/g, ':$1'), handler);
    },
  };
  return table;
}

/** A path parameter that the route is known to have. */
export function param(c: Context, name: string): string {
  return c.req.param(name) ?? '';
}
