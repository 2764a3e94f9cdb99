import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createCaller, forEachParallel, measure } from './load.ts';
import { freePort, type Server, startChild } from './servers/child.ts';
import { type Figure, median, printFigures } from './table.ts';

const CONNECTIONS = 8;
const PASSWORD = 'Correct-Horse-9';

interface Subject extends AsyncDisposable {
  name: string;
  server: Server;
  signIn(turn: number): Promise<unknown>;
}

/** Sign-ins a second (USER_PASSWORD_AUTH, both tokens RS256) beside cognito-local, and ours alone with more users. */
export async function benchSignIn(seconds: number): Promise<void> {
  for (const users of [100, 1_000]) {
    await using ours = await createSubject('local-cognito', await startOurs(), users);
    await using theirs = await createSubject('cognito-local 5.3', await startTheirs(), users);
    printFigures(
      `Sign-ins per second, ${users.toLocaleString('en')} users in the pool, ${CONNECTIONS} connections`,
      await interleaved([ours, theirs], seconds),
    );
    process.stdout.write(
      `  memory: ours ${await ours.server.memory()} MiB, theirs ${await theirs.server.memory()} MiB\n`,
    );
  }
  await using small = await createSubject('local-cognito,  1,000 users', await startOurs(), 1_000);
  await using large = await createSubject('local-cognito, 10,000 users', await startOurs(), 10_000);
  printFigures(
    'Sign-ins per second as the pool grows (ours alone)',
    await interleaved([large, small], seconds),
  );
}

/** Measures all in turns, so that a slow minute of the machine hits each of them. */
async function interleaved(subjects: readonly Subject[], seconds: number): Promise<Figure[]> {
  const rounds = 3;
  const rates = subjects.map(() => [] as number[]);
  for (const subject of subjects) await measure(1, CONNECTIONS, subject.signIn);
  for (let round = 0; round < rounds; round++) {
    for (const [index, subject] of subjects.entries()) {
      rates[index]?.push(await measure(seconds / rounds, CONNECTIONS, subject.signIn));
    }
  }
  return subjects.map((subject, index) => ({ name: subject.name, perSecond: median(rates[index] ?? []) }));
}

async function createSubject(name: string, server: Server, users: number): Promise<Subject> {
  const { call, close } = createCaller(server.endpoint, CONNECTIONS);
  const { UserPool } = await call<{ UserPool: { Id: string } }>('CreateUserPool', {
    PoolName: 'bench',
    UsernameAttributes: ['email'],
  });
  const { UserPoolClient } = await call<{ UserPoolClient: { ClientId: string } }>('CreateUserPoolClient', {
    UserPoolId: UserPool.Id,
    ClientName: 'bench',
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  });
  await forEachParallel(users, CONNECTIONS, async (index) => {
    const user = { UserPoolId: UserPool.Id, Username: emailOf(index) };
    await call('AdminCreateUser', {
      ...user,
      UserAttributes: [{ Name: 'email', Value: emailOf(index) }],
      MessageAction: 'SUPPRESS',
    });
    await call('AdminSetUserPassword', { ...user, Password: PASSWORD, Permanent: true });
  });
  return {
    name,
    server,
    signIn: (turn) =>
      call('InitiateAuth', {
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: UserPoolClient.ClientId,
        AuthParameters: { USERNAME: emailOf((turn * 7919) % users), PASSWORD },
      }),
    async [Symbol.asyncDispose]() {
      close();
      await server[Symbol.asyncDispose]();
    },
  };
}

const emailOf = (index: number) => `user-${index}@bench.example`;

function startOurs(): Promise<Server> {
  const script = fileURLToPath(new URL('./servers/local-cognito-server.ts', import.meta.url));
  return startChild(['--conditions=source', script], { cwd: tmpdir(), ready: /ready (\S+)/ });
}

async function startTheirs(): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-cognito-local-'));
  const script = createRequire(import.meta.url).resolve('cognito-local/lib/bin/start.js');
  const server = await startChild([script], {
    cwd: folder,
    env: { PORT: String(await freePort()), HOST: '127.0.0.1' },
    ready: /running on (http:\S+:\d+)/,
  });
  return {
    ...server,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
