/** The server of the container image, configured by environment variables; see docs/guides/local-cognito.md. */
import { enableCompileCache } from 'node:module';

// What Node compiled is kept in the temporary folder: the next start takes half the time.
enableCompileCache();
const z = await import('zod');
const { renderRequest, startLocalCognito } = await import('./index.ts');

const environment = z.object({
  COHABIT_COGNITO_PORT: z.coerce.number().int().min(0).max(65_535).default(9229),
  COHABIT_COGNITO_HOST: z.string().default('127.0.0.1'),
  COHABIT_COGNITO_HTTPS_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  COHABIT_COGNITO_DATA: z.string().default('memory'),
  COHABIT_COGNITO_SEED: z.string().optional(),
  COHABIT_COGNITO_ISSUER_BASE: z.url().optional(),
  COHABIT_COGNITO_LAMBDA_ENDPOINT: z.url().optional(),
  COHABIT_COGNITO_QUOTAS: z.enum(['off', 'aws']).default('off'),
});

try {
  const variables = environment.parse(process.env);
  const httpsPort = variables.COHABIT_COGNITO_HTTPS_PORT;
  const seed = variables.COHABIT_COGNITO_SEED;
  const issuerBase = variables.COHABIT_COGNITO_ISSUER_BASE;
  const lambdaEndpoint = variables.COHABIT_COGNITO_LAMBDA_ENDPOINT;
  const cognito = await startLocalCognito({
    port: variables.COHABIT_COGNITO_PORT,
    host: variables.COHABIT_COGNITO_HOST,
    data: variables.COHABIT_COGNITO_DATA,
    quotas: variables.COHABIT_COGNITO_QUOTAS,
    ...(httpsPort !== undefined && { https: { port: httpsPort } }),
    ...(seed !== undefined && { seed }),
    ...(issuerBase !== undefined && { issuerBase }),
    ...(lambdaEndpoint !== undefined && { lambdaEndpoint }),
    logger: (entry) => console.log(renderRequest(entry)),
  });
  const addresses = [
    cognito.endpoint,
    ...(cognito.httpsEndpoint === undefined ? [] : [cognito.httpsEndpoint]),
  ];
  console.log(`Local Cognito is ready: ${addresses.join(', ')} (Region ${cognito.region})`);
  for (const { clientName, url } of cognito.signInPages) console.log(`Sign in at ${clientName}: ${url}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void cognito.close());
} catch (error) {
  console.error(error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message);
  process.exitCode = 1;
}
