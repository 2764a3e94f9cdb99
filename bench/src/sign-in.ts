import { type Contender, forEachParallel, interleaved } from './load.ts';
import {
  type BenchPool,
  CONNECTIONS,
  emailOf,
  fillPool,
  PASSWORD,
  startOurs,
  startTheirs,
} from './servers/pool.ts';
import { printFigures } from './table.ts';

/** Sign-ins a second (USER_PASSWORD_AUTH, both tokens RS256) beside cognito-local, and ours alone with more users. */
export async function benchSignIn(seconds: number): Promise<void> {
  for (const users of [100, 1_000]) {
    await using ours = await fillPool(startOurs, users);
    await using theirs = await fillPool(startTheirs, users);
    printFigures(
      `Sign-ins per second, ${users.toLocaleString('en')} users in the pool, ${CONNECTIONS} connections`,
      await interleaved(
        [passwordSignIn('local-cognito', ours), passwordSignIn('cognito-local 5.3', theirs)],
        {
          seconds,
          connections: CONNECTIONS,
        },
      ),
    );
  }
  await using small = await fillPool(startOurs, 1_000);
  await using large = await fillPool(startOurs, 10_000);
  printFigures(
    'Sign-ins per second as the pool grows (ours alone)',
    await interleaved(
      [
        passwordSignIn('local-cognito, 10,000 users', large),
        passwordSignIn('local-cognito,  1,000 users', small),
      ],
      { seconds, connections: CONNECTIONS },
    ),
  );
}

const PEOPLE = 1_000;

/** As many different people as sign in, spread over the pool: what grows is the pool, not who comes for the first time. */
export function personAt(turn: number, users: number): string {
  const people = Math.min(PEOPLE, users);
  return emailOf(((turn * 7919) % people) * Math.floor(users / people));
}

export function passwordSignIn(name: string, pool: BenchPool): Contender {
  const work = (turn: number) =>
    pool.call('InitiateAuth', {
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: pool.clientId,
      AuthParameters: { USERNAME: personAt(turn, pool.users), PASSWORD },
    });
  return {
    name,
    // The first sign-in of a person costs a computation in a 3072-bit group, in every pool alike.
    prepare: () => forEachParallel(Math.min(PEOPLE, pool.users), CONNECTIONS, work),
    work,
  };
}
