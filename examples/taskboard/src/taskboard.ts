import type { Server } from 'node:http';
import { type Clock, CohabitError, type Registry, systemClock } from '@cohabit/core';
import { createMeter, createVerifier, registryTrust, registryUsageSink } from '@cohabit/sdk';
import { createManagedLogin } from '@cohabit/sdk/sign-in';
import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
import { createApp } from './app.ts';
import { createTaskboardAuthorizer } from './authorization/authorizer.ts';
import { createControlPlaneClient } from './control-plane/client.ts';
import { type Database, type DatabaseOptions, openDatabase } from './database/database.ts';
import { type SeedTenant, seedDatabase } from './database/seed.ts';
import type { Parts } from './http/parts.ts';
import type { RouteEntry } from './http/route-table.ts';
import { createInTenant } from './services/scope.ts';
import { createCognitoSignIn } from './sign-in/cognito.ts';
import { createSessions } from './sign-in/sessions.ts';
import { createTenantAccessor } from './sign-in/tenant-access.ts';

export interface TaskboardOptions {
  /** Whom to trust, and where usage is counted. */
  registry: Registry;
  /** Address of an embedded Cognito; absent on AWS. */
  cognitoEndpoint?: string | undefined;
  /** Such as `http://localhost:4000`. */
  controlPlaneUrl: string;
  /** Where the data is. Embedded Postgres takes seconds to start the first time: {@link openDatabase} may run before. */
  database: DatabaseOptions | Promise<Database>;
  /** 0 picks a free one. */
  port: number;
  /** Where browsers reach the taskboard; `http://localhost:<port>` by default. */
  publicUrl?: string | undefined;
  /** Signs the tokens of forms; 32 characters or more. */
  sessionSecret: string;
  clock?: Clock;
  /** Receives errors that are ours to mend; they hold no secret. Nothing by default. */
  report?: (error: unknown) => void;
}

export interface Taskboard {
  /** Such as `http://localhost:4100`. */
  url: string;
  app: Hono;
  fetch(request: Request): Promise<Response>;
  /** Every route, for tests that must hold for all of them. */
  routes: readonly RouteEntry[];
  /** Gives tenants without projects something to look at. */
  seed(tenants: readonly SeedTenant[]): Promise<void>;
  /** Stops listening, writes what was counted and closes the database. */
  close(): Promise<void>;
}

/** Starts the taskboard. Rejects when the port is taken, the database cannot be opened or its role is not restricted. */
export async function createTaskboard(options: TaskboardOptions): Promise<Taskboard> {
  const { registry, cognitoEndpoint, clock = systemClock } = options;
  if (options.sessionSecret.length < 32) {
    throw new CohabitError('internal', 'The session secret is too short. Use 32 random characters or more.');
  }
  const database = await (options.database instanceof Promise
    ? options.database
    : openDatabase(options.database));
  const meter = createMeter({ sink: registryUsageSink(registry), clock });
  const verifier = createVerifier({
    trust: registryTrust(registry, { clock }),
    ...(cognitoEndpoint ? { cognitoEndpoint } : {}),
    clock,
  });
  const authorizer = createTaskboardAuthorizer();
  const cognito = createCognitoSignIn({ cognitoEndpoint });
  const controlPlane = createControlPlaneClient(options.controlPlaneUrl);
  let listening: { url: string } | undefined;
  const parts: Parts = {
    inTenant: createInTenant(database, authorizer),
    authorizer,
    verifier,
    meter,
    sessions: createSessions({ secret: options.sessionSecret, clock }),
    tenantAccess: createTenantAccessor({ verifier, cognito, controlPlane, clock }),
    cognito,
    managedLogin: createManagedLogin({ cognitoEndpoint }),
    publicUrl: () => options.publicUrl ?? listening?.url ?? '',
    controlPlane,
    clock,
    report: options.report ?? (() => {}),
    async checkDatabase() {
      const connection = await database.connect();
      try {
        await connection.query('select 1');
      } finally {
        connection.release();
      }
    },
  };
  const { app, routes } = await createApp(parts);
  const server = await listen(app, options.port).catch(async (error: unknown) => {
    await meter[Symbol.asyncDispose]();
    await database.close();
    throw error;
  });
  listening = server;
  return {
    url: server.url,
    app,
    fetch: async (request) => app.fetch(request),
    routes,
    seed: (tenants) => seedDatabase(database, tenants, clock),
    async close() {
      await server.close();
      await meter[Symbol.asyncDispose]();
      await database.close();
    },
  };
}

function listen(app: Hono, port: number): Promise<{ url: string; close(): Promise<void> }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ url: string; close(): Promise<void> }>();
  const server = serve({ fetch: app.fetch, port }, (info) => {
    resolve({
      url: `http://localhost:${info.port}`,
      close: () =>
        new Promise((done) => {
          server.close(() => done());
          server.closeAllConnections();
        }),
    });
  }) as Server;
  server.once('error', (error: NodeJS.ErrnoException) => {
    const taken = `Port ${port} is in use by another program. Stop it, or choose another port.`;
    reject(error.code === 'EADDRINUSE' ? new Error(taken, { cause: error }) : error);
  });
  return promise;
}
