import { randomUUID } from 'node:crypto';
import {
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { createControlPlane, createLogger, type Services } from '@cohabit/control-plane';
import { openSqliteRegistry } from '@cohabit/control-plane/registry/sqlite';
import type { Clock, Role, TenancyModel, Tenant, TenantSettings } from '@cohabit/core';
import { startLocalCognito } from '@cohabit/local-cognito';
import { serve } from '@hono/node-server';
import { type Database, openDatabase } from '../database/database.ts';
import { createTaskboard, type Taskboard } from '../taskboard.ts';

export const PASSWORD = 'Correct-horse-battery-9';
/** Where browsers would reach the taskboard. */
export const PUBLIC_URL = 'https://board.example';
const ARN = 'arn:aws:lambda:us-east-1:000000000000:function';
const triggerArns = {
  preAuthentication: `${ARN}:pre-auth`,
  preTokenGeneration: `${ARN}:pre-token`,
  preSignUp: `${ARN}:pre-sign-up`,
  inboundFederation: `${ARN}:inbound-federation`,
};

/** A whole taskboard: local Cognito, control plane and embedded Postgres, all real and in memory. */
export interface TestInstallation extends AsyncDisposable {
  taskboard: Taskboard;
  database: Database;
  services: Services;
  cognitoEndpoint: string;
  createTenant(model: TenancyModel, settings?: TenantSettings): Promise<Tenant>;
  /** A person with {@link PASSWORD}, or with a temporary one when `isTemporary`. */
  addPerson(
    tenant: Tenant,
    email: string,
    options?: { roles?: Role[]; isTemporary?: boolean },
  ): Promise<void>;
  /** Makes Cognito or the control plane stop answering. */
  stopCognito(): Promise<void>;
  stopControlPlane(): Promise<void>;
}

/** Starts everything on free ports. A new tenant's slug is its own, so tests share an installation. */
export async function startInstallation(options: { clock?: Clock } = {}): Promise<TestInstallation> {
  const { clock } = options;
  const opening = openDatabase({ dataDir: 'memory' });
  const registry = openSqliteRegistry({ file: ':memory:' });
  const local = await startLocalCognito(clock ? { clock } : {});
  const cognito = new CognitoIdentityProviderClient({
    endpoint: local.endpoint,
    region: local.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  const controlPlane = await createControlPlane({
    registry,
    cognito,
    region: local.region,
    cognitoEndpoint: local.endpoint,
    triggerArns,
    publicUrls: { controlPlane: 'http://localhost' },
    product: { callbackUrls: [`${PUBLIC_URL}/sign-in/callback`], logoutUrls: [`${PUBLIC_URL}/sign-in`] },
    version: '0.0.0-test',
    logger: createLogger({ level: 'silent' }),
    clock,
  });
  for (const name of Object.keys(triggerArns) as (keyof typeof triggerArns)[]) {
    local.registerFunction(triggerArns[name], controlPlane.triggers[name]);
  }
  await controlPlane.bootstrap();
  const listening = Promise.withResolvers<number>();
  const server = serve({ fetch: controlPlane.app.fetch, port: 0 }, (info) => listening.resolve(info.port));
  const taskboard = await createTaskboard({
    registry,
    cognitoEndpoint: local.endpoint,
    controlPlaneUrl: `http://localhost:${await listening.promise}`,
    database: opening,
    port: 0,
    publicUrl: PUBLIC_URL,
    sessionSecret: randomUUID(),
    ...(clock ? { clock } : {}),
  });
  const stopControlPlane = async () => void server.close();
  const stopCognito = () => local.close();

  return {
    taskboard,
    database: await opening,
    services: controlPlane.services,
    cognitoEndpoint: local.endpoint,
    createTenant(model, settings = {}) {
      const slug = `t${randomUUID().slice(0, 8)}`;
      const firstAdmin = { email: `first@${slug}.example`, name: 'First' };
      const input = { slug, name: `Tenant ${slug}`, model, plan: 'starter', settings, firstAdmin };
      return controlPlane.services.tenants.create(input, 'operator:test');
    },
    async addPerson(tenant, email, { roles = ['member'], isTemporary = false } = {}) {
      await controlPlane.services.members.invite(tenant.id, { email, name: email, roles }, 'operator:test');
      const [placement] = tenant.placements;
      await cognito.send(
        new AdminSetUserPasswordCommand({
          UserPoolId: placement?.userPoolId,
          Username: email,
          Password: PASSWORD,
          Permanent: !isTemporary,
        }),
      );
    },
    stopCognito,
    stopControlPlane,
    async [Symbol.asyncDispose]() {
      cognito.destroy();
      await taskboard.close();
      await stopControlPlane();
      await stopCognito();
      await registry.close();
    },
  };
}
