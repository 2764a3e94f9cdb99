import { resolveTxt } from 'node:dns/promises';
import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import {
  type Clock,
  isCohabitError,
  normalizeDomain,
  type Registry,
  systemClock,
  type Tenant,
  type TenantId,
} from '@cohabit/core';
import { createAuthorizer, createVerifier, registryTrust } from '@cohabit/sdk';
import type { Logger } from 'pino';
import { createGuard } from './authorization/guard.ts';
import { policies } from './authorization/policies.ts';
import type { ResolveTxt } from './domains/verify-domain.ts';
import { createApp } from './http/app.ts';
import type { RouteEntry } from './http/registrar.ts';
import type { SeedDocument } from './http/routes/local-seed.ts';
import { createLogger } from './logger.ts';
import type { ProductUrls } from './reconcile/app-client.ts';
import { ensureInstallation, operatorsClient, sharedClient } from './reconcile/bootstrap.ts';
import type { ReconcileParts } from './reconcile/parts.ts';
import { createReconciler, resumeTenants } from './reconcile/reconcile.ts';
import type { TriggerArns } from './reconcile/user-pool.ts';
import { createServices, type Services } from './services.ts';
import type { TriggerHandler } from './triggers/event.ts';
import { createInboundFederation } from './triggers/inbound-federation.ts';
import { createPreAuthentication } from './triggers/pre-authentication.ts';
import { createPreSignUp } from './triggers/pre-sign-up.ts';
import { createPreTokenGeneration } from './triggers/pre-token-generation.ts';
import { createTenantResolver } from './triggers/resolve-tenant.ts';

export interface ControlPlaneOptions {
  registry: Registry;
  cognito: Pick<CognitoIdentityProviderClient, 'send'>;
  region: string;
  /** Base address of an embedded Cognito, such as `http://localhost:9229`; absent on AWS. */
  cognitoEndpoint?: string | undefined;
  /** Stands in the names of user pools; tells installations in one AWS account and Region apart. Default `local`. */
  environment?: string | undefined;
  triggerArns: TriggerArns;
  /** Where the product receives people who sign in and out at the pools' domains; read at each run. Without it, nobody can. */
  product?: ProductUrls | undefined;
  /** Mail domains that no tenant may claim, beside the hosts of `publicUrls` and `product`. */
  reservedDomains?: readonly string[] | undefined;
  /** Looks up TXT records, as `node:dns/promises` does. */
  resolveTxt?: ResolveTxt | undefined;
  /** Read at each request. */
  publicUrls: { controlPlane: string; demo?: string | undefined };
  version: string;
  /** Local mode only: people and passwords for `GET /_local/seed`. Without it the route does not exist. */
  seed?: (() => Promise<SeedDocument>) | undefined;
  /** What else must be ready before `GET /health` answers 200. */
  isReady?: (() => boolean | Promise<boolean>) | undefined;
  clock?: Clock | undefined;
  logger?: Logger | undefined;
}

export interface ControlPlane {
  app: { fetch(request: Request, env?: unknown): Response | Promise<Response> };
  services: Services;
  /** Plain Lambda handlers, for the ARNs in `triggerArns`. */
  triggers: Record<keyof TriggerArns, TriggerHandler>;
  /** Every route, with who may call it: the isolation matrix is made from this. */
  routes: RouteEntry[];
  /**
   * Makes sure that the operators' pool and the shared pool stand, then finishes what an earlier process left half-way.
   * Idempotent.
   */
  bootstrap(): Promise<void>;
  /** Makes one tenant what its spec says. A failure stands in the tenant's `status.problem`. */
  reconcile(tenantId: TenantId): Promise<Tenant | undefined>;
}

/** Builds the control plane by hand. Nothing is started and nothing at Cognito is touched before `bootstrap()`. */
export async function createControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  const { registry, cognito, region, cognitoEndpoint, clock = systemClock, environment = 'local' } = options;
  const logger = options.logger ?? createLogger();
  const onFailure = (task: string) => (error: unknown) => logger.error({ err: error, task }, 'task failed');

  const product = () => (options.product?.callbackUrls.length ? options.product : undefined);
  const reconcileParts: ReconcileParts = {
    registry,
    cognito,
    clock,
    region,
    environment,
    triggerArns: options.triggerArns,
    product,
  };
  const reconcile = createReconciler(reconcileParts, onFailure('reconcile'));
  const services = createServices({
    ...{ registry, cognito, clock, reconcile, region, cognitoEndpoint },
    product,
    reservedDomains: () => reservedDomains(options),
    resolveTxt: options.resolveTxt ?? resolveTxt,
  });

  const verifier = createVerifier({
    trust: registryTrust(registry, { clock }),
    clock,
    ...(cognitoEndpoint === undefined ? {} : { cognitoEndpoint }),
  });
  const guard = createGuard({
    verifier,
    registry,
    authorizer: createAuthorizer({ namespace: 'Cohabit', policies }),
  });

  const { app, routes } = createApp({
    services,
    guard,
    clock,
    logger,
    region,
    cognitoEndpoint,
    publicUrls: options.publicUrls,
    version: options.version,
    seed: options.seed,
    isReady: async () => (await hasInstallation(registry)) && (await (options.isReady?.() ?? true)),
  });

  const triggerParts = {
    registry,
    resolve: createTenantResolver(registry, clock),
    clock,
    onFailure: onFailure('trigger'),
  };

  return {
    app,
    services,
    routes,
    reconcile,
    triggers: {
      preAuthentication: createPreAuthentication(triggerParts),
      preTokenGeneration: createPreTokenGeneration(triggerParts),
      preSignUp: createPreSignUp(triggerParts),
      inboundFederation: createInboundFederation(triggerParts),
    },
    async bootstrap() {
      await ensureInstallation(reconcileParts);
      await resumeTenants(reconcileParts, reconcile);
    },
  };
}

/** The hosts at which people meet this installation: nobody's mail domain but ours. */
function reservedDomains({ publicUrls, product, reservedDomains: own = [] }: ControlPlaneOptions): string[] {
  const addresses = [publicUrls.controlPlane, publicUrls.demo ?? [], product?.callbackUrls ?? []].flat();
  const hosts = addresses.filter((text) => URL.canParse(text)).map((text) => new URL(text).hostname);
  return [...own, ...hosts].map((text) => normalizeDomain(text)).filter((name) => name !== undefined);
}

async function hasInstallation(registry: Registry): Promise<boolean> {
  try {
    await Promise.all([operatorsClient(registry), sharedClient(registry)]);
    return true;
  } catch (error) {
    if (isCohabitError(error, 'tenant_not_ready')) return false;
    throw error;
  }
}
