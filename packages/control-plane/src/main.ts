import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { serve } from '@hono/node-server';
import packageJson from '../package.json' with { type: 'json' };
import { type Config, loadConfig } from './config.ts';
import { createLogger } from './logger.ts';
import { openSqliteRegistry } from './registry/sqlite/index.ts';
import { createControlPlane } from './wiring.ts';

/** Runs the control plane as a server of its own, configured by `COHABIT_…` variables (see `config.ts`). */
async function start(config: Config): Promise<void> {
  const logger = createLogger({ level: config.COHABIT_LOG_LEVEL });
  const registry = openSqliteRegistry({ file: config.COHABIT_REGISTRY_FILE });
  const controlPlane = await createControlPlane({
    registry,
    cognito: new CognitoIdentityProviderClient({
      region: config.COHABIT_REGION,
      ...(config.COHABIT_COGNITO_ENDPOINT ? { endpoint: config.COHABIT_COGNITO_ENDPOINT } : {}),
    }),
    region: config.COHABIT_REGION,
    cognitoEndpoint: config.COHABIT_COGNITO_ENDPOINT,
    environment: config.COHABIT_ENVIRONMENT,
    triggerArns: {
      preAuthentication: config.COHABIT_PRE_AUTHENTICATION_ARN,
      preTokenGeneration: config.COHABIT_PRE_TOKEN_GENERATION_ARN,
      preSignUp: config.COHABIT_PRE_SIGN_UP_ARN,
      inboundFederation: config.COHABIT_INBOUND_FEDERATION_ARN,
    },
    product: config.COHABIT_PRODUCT_CALLBACK_URLS && {
      callbackUrls: config.COHABIT_PRODUCT_CALLBACK_URLS,
      logoutUrls: config.COHABIT_PRODUCT_LOGOUT_URLS ?? [],
    },
    reservedDomains: config.COHABIT_RESERVED_DOMAINS,
    publicUrls: { controlPlane: config.COHABIT_PUBLIC_URL, demo: config.COHABIT_DEMO_URL },
    version: packageJson.version,
    logger,
  });
  await controlPlane.bootstrap();
  const server = serve({ fetch: controlPlane.app.fetch, port: config.COHABIT_PORT }, (address) =>
    logger.info({ port: address.port }, 'control plane is listening'),
  );
  const stop = () => server.close(() => void registry.close());
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

try {
  await start(loadConfig(process.env));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : 'The control plane could not start.'}\n`);
  process.exitCode = 1;
}
