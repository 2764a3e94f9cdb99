import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createCaller, forEachParallel } from '../load.ts';
import { freePort, type Server, startChild } from './child.ts';

export const CONNECTIONS = 8;
export const PASSWORD = 'Correct-Horse-9';
const CODE = '123456';

export const emailOf = (index: number): string => `user-${index}@bench.example`;

/** A server with one pool, filled with users, and what a benchmark needs to call it. */
export interface BenchPool extends AsyncDisposable {
  server: Server;
  /** Milliseconds from the start of the process to its first answer. */
  startMs: number;
  userPoolId: string;
  clientId: string;
  users: number;
  call: ReturnType<typeof createCaller>['call'];
  /** The code that the server sent to this address last. */
  codeFor(email: string): Promise<string>;
}

export async function fillPool(start: () => Promise<Server>, users: number): Promise<BenchPool> {
  const from = performance.now();
  const server = await start();
  const { call, close } = createCaller(server.endpoint, CONNECTIONS);
  const userPoolId = await createPool(call);
  const startMs = performance.now() - from;
  const clientId = await fill(call, userPoolId, users);
  return {
    server,
    startMs,
    userPoolId,
    clientId,
    users,
    call,
    async codeFor(email) {
      if (server.code !== undefined) return server.code;
      const answer = await fetch(`${server.endpoint}/_local/messages?to=${encodeURIComponent(email)}`);
      const messages = (await answer.json()) as { code?: string }[];
      return messages.at(-1)?.code ?? '';
    },
    async [Symbol.asyncDispose]() {
      close();
      await server[Symbol.asyncDispose]();
    },
  };
}

export function startOurs(): Promise<Server> {
  const script = fileURLToPath(new URL('./local-cognito-server.ts', import.meta.url));
  return startChild(['--conditions=source', script], { cwd: tmpdir(), ready: /ready (\S+)/ });
}

export async function startTheirs(): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-cognito-local-'));
  const script = createRequire(import.meta.url).resolve('cognito-local/lib/bin/start.js');
  const server = await startChild([script], {
    cwd: folder,
    env: { PORT: String(await freePort()), HOST: '127.0.0.1', CODE, NODE_NO_WARNINGS: '1' },
    ready: /running on (http:\S+:\d+)/,
  });
  return {
    ...server,
    code: CODE,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A second pool of the same server: what is slower there than elsewhere is slower by the server, not by its own users. */
export async function besidePool(pool: BenchPool, users: number): Promise<BenchPool> {
  const userPoolId = await createPool(pool.call);
  return { ...pool, users, userPoolId, clientId: await fill(pool.call, userPoolId, users) };
}

async function createPool(call: BenchPool['call']): Promise<string> {
  const { UserPool } = await call<{ UserPool: { Id: string } }>('CreateUserPool', {
    PoolName: 'bench',
    UsernameAttributes: ['email'],
    AutoVerifiedAttributes: ['email'],
  });
  return UserPool.Id;
}

/** An app client, and people with a password. Answers the client's id. */
async function fill(call: BenchPool['call'], userPoolId: string, users: number): Promise<string> {
  const { UserPoolClient } = await call<{ UserPoolClient: { ClientId: string } }>('CreateUserPoolClient', {
    UserPoolId: userPoolId,
    ClientName: 'bench',
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  });
  await forEachParallel(users, CONNECTIONS, async (index) => {
    const user = { UserPoolId: userPoolId, Username: emailOf(index) };
    await call('AdminCreateUser', {
      ...user,
      UserAttributes: [{ Name: 'email', Value: emailOf(index) }],
      MessageAction: 'SUPPRESS',
    });
    await call('AdminSetUserPassword', { ...user, Password: PASSWORD, Permanent: true });
  });
  return UserPoolClient.ClientId;
}
