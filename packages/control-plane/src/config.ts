import * as z from 'zod';

const words = z.string().transform((text) => text.split(/\s+/).filter((word) => word !== ''));
const addresses = words.pipe(z.array(z.url()).min(1).max(100));

const configSchema = z.object({
  COHABIT_PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  COHABIT_REGION: z.string().regex(/^[a-z]{2,5}(?:-[a-z]+)+-\d$/, 'must be an AWS Region such as eu-west-1'),
  COHABIT_ENVIRONMENT: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,19}$/, 'must be 1 to 20 lower-case letters, digits, hyphens'),
  COHABIT_REGISTRY_FILE: z.string().min(1),
  COHABIT_PUBLIC_URL: z.url({ protocol: /^https?$/ }),
  COHABIT_DEMO_URL: z.url({ protocol: /^https?$/ }).optional(),
  COHABIT_COGNITO_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  COHABIT_PRE_AUTHENTICATION_ARN: z.string().startsWith('arn:'),
  COHABIT_PRE_TOKEN_GENERATION_ARN: z.string().startsWith('arn:'),
  COHABIT_PRE_SIGN_UP_ARN: z.string().startsWith('arn:'),
  COHABIT_INBOUND_FEDERATION_ARN: z.string().startsWith('arn:'),
  /** Where the product receives people who signed in at managed login, and who signed out: addresses with spaces between. */
  COHABIT_PRODUCT_CALLBACK_URLS: addresses.optional(),
  COHABIT_PRODUCT_LOGOUT_URLS: addresses.optional(),
  /** Mail domains that no tenant may claim, with spaces between. */
  COHABIT_RESERVED_DOMAINS: words.optional(),
  COHABIT_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
});

/** The settings of a control plane server, by the names of their environment variables. */
export type Config = z.output<typeof configSchema>;

/** Throws one error that names every variable that is missing or wrong, never a value. */
export function loadConfig(env: Record<string, string | undefined>): Config {
  const parsed = configSchema.safeParse(env);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    (issue) =>
      `  ${issue.path.join('.')}: ${env[String(issue.path[0])] === undefined ? 'is missing' : issue.message}`,
  );
  throw new Error(`The configuration is not valid:\n${problems.join('\n')}`);
}
