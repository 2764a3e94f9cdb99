import { randomBytes } from 'node:crypto';
import { openSqliteRegistry } from '@cohabit/control-plane/registry/sqlite';
import * as z from 'zod';
import { createTaskboard } from './taskboard.ts';

/** The environment of a taskboard that runs alone. `cohabit up` starts it inside its own process instead. */
const environment = z.object({
  COHABIT_DEMO_PORT: z.coerce.number().int().min(0).max(65_535).default(4100),
  COHABIT_CONTROL_PLANE: z.url().default('http://localhost:4000'),
  COHABIT_COGNITO_ENDPOINT: z.url().optional(),
  /** The registry file of the control plane. */
  COHABIT_REGISTRY: z.string().default('.cohabit/registry.sqlite'),
  DATABASE_URL: z.string().optional(),
  COHABIT_DEMO_DATA: z.string().default('.cohabit/taskboard'),
  /** With a new one at each start, forms opened before a restart have to be reloaded. */
  COHABIT_DEMO_SESSION_SECRET: z.string().min(32).optional(),
});

const parsed = environment.safeParse(process.env);
if (!parsed.success) {
  console.error(`The environment is not valid:\n${z.prettifyError(parsed.error)}`);
  process.exit(1);
}
const env = parsed.data;
const taskboard = await createTaskboard({
  registry: openSqliteRegistry({ file: env.COHABIT_REGISTRY }),
  cognitoEndpoint: env.COHABIT_COGNITO_ENDPOINT,
  controlPlaneUrl: env.COHABIT_CONTROL_PLANE,
  database: { url: env.DATABASE_URL, dataDir: env.COHABIT_DEMO_DATA },
  port: env.COHABIT_DEMO_PORT,
  sessionSecret: env.COHABIT_DEMO_SESSION_SECRET ?? randomBytes(32).toString('base64url'),
  report: (error) => console.error(error instanceof Error ? error.message : 'unknown error'),
}).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
console.log(`Taskboard ready at ${taskboard.url}`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void taskboard.close().then(() => process.exit(0)));
}
