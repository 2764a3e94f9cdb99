import { randomUUID } from 'node:crypto';
import { type Contender, interleaved } from './load.ts';
import {
  type BenchPool,
  besidePool,
  CONNECTIONS,
  fillPool,
  PASSWORD,
  startOurs,
  startTheirs,
} from './servers/pool.ts';
import { passwordSignIn, personAt } from './sign-in.ts';
import { createSrpClient } from './srp-client.ts';
import { printFigures } from './table.ts';

/** What clients do most, beside cognito-local at 1,000 users, and ours alone at 100,000. */
export async function benchUserPoolApi(seconds: number): Promise<void> {
  await using ours = await fillPool(startOurs, 1_000);
  await using theirs = await fillPool(startTheirs, 1_000);
  await compare('1,000 users', seconds, [
    ['local-cognito', ours],
    ['cognito-local 5.3', theirs],
  ]);
  process.stdout.write('\nFilling a pool with 100,000 users\n');
  await using large = await fillPool(startOurs, 100_000);
  printFigures(
    'Sign-in with a password, by users in the pool and by users in the server (ours alone)',
    await interleaved(
      [
        passwordSignIn('1,000 users beside 100,000', await besidePool(large, 1_000)),
        passwordSignIn('100,000 users', large),
        passwordSignIn('1,000 users alone', ours),
      ],
      { seconds, connections: CONNECTIONS },
    ),
  );
  await compare('as the pool grows (ours alone)', seconds, [
    ['local-cognito, 100,000 users', large],
    ['local-cognito,   1,000 users', ours],
  ]);
}

async function compare(title: string, seconds: number, pools: readonly [string, BenchPool][]): Promise<void> {
  const options = { seconds, connections: CONNECTIONS };
  const run = async (
    what: string,
    contender: (name: string, pool: BenchPool) => Contender | Promise<Contender>,
  ) => {
    const contenders = await Promise.all(pools.map(([name, pool]) => contender(name, pool)));
    printFigures(`${what}, ${title}`, await interleaved(contenders, options));
  };
  await run('Sign-in with a password', passwordSignIn);
  const withSrp = pools.filter(([, { server }]) => server.code === undefined);
  printFigures(
    `Sign-in with SRP (cognito-local has none; the client's half is on the same machine), ${title}`,
    await interleaved(
      withSrp.map(([name, pool]) => srpSignIn(name, pool)),
      options,
    ),
  );
  await run('Sign-up and confirmation', signUp);
  await run('Refresh', refresh);
  await run('A page of ListUsers (60)', listUsers);
  for (const [name, pool] of pools) {
    const start = `${Math.round(pool.startMs)} ms to the first answer`;
    process.stdout.write(`  ${name}: ${await pool.server.memory()} MiB, ${start}\n`);
  }
}

function srpSignIn(name: string, pool: BenchPool): Contender {
  const client = createSrpClient();
  return {
    name,
    async work(turn) {
      const { ChallengeParameters } = await pool.call<{ ChallengeParameters: Record<string, string> }>(
        'InitiateAuth',
        {
          AuthFlow: 'USER_SRP_AUTH',
          ClientId: pool.clientId,
          AuthParameters: { USERNAME: personAt(turn, pool.users), SRP_A: client.SRP_A },
        },
      );
      await pool.call('RespondToAuthChallenge', {
        ChallengeName: 'PASSWORD_VERIFIER',
        ClientId: pool.clientId,
        ChallengeResponses: client.prove(ChallengeParameters, pool.userPoolId, PASSWORD),
      });
    },
  };
}

function signUp(name: string, pool: BenchPool): Contender {
  return {
    name,
    async work() {
      const person = { ClientId: pool.clientId, Username: `${randomUUID()}@bench.example` };
      const UserAttributes = [{ Name: 'email', Value: person.Username }];
      await pool.call('SignUp', { ...person, Password: PASSWORD, UserAttributes });
      await pool.call('ConfirmSignUp', { ...person, ConfirmationCode: await pool.codeFor(person.Username) });
    },
  };
}

async function refresh(name: string, pool: BenchPool): Promise<Contender> {
  const { AuthenticationResult } = (await passwordSignIn(name, pool).work(0)) as {
    AuthenticationResult: { RefreshToken: string };
  };
  return {
    name,
    work: () =>
      pool.call('InitiateAuth', {
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        ClientId: pool.clientId,
        AuthParameters: { REFRESH_TOKEN: AuthenticationResult.RefreshToken },
      }),
  };
}

function listUsers(name: string, pool: BenchPool): Contender {
  return { name, work: () => pool.call('ListUsers', { UserPoolId: pool.userPoolId, Limit: 60 }) };
}
