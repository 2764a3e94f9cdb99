import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import type { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { startLocalCognito } from '../start.ts';
import { temporaryFolder } from './temporary-folder.ts';
import {
  type Acknowledged,
  createLoadedPool,
  groupName,
  type LoadedPool,
  sdkFor,
  writeUntilGone,
} from './writing-clients.ts';

const writers = 8;
const serveScript = new URL('./serve.ts', import.meta.url).pathname;

async function serve(data: string) {
  const child: ChildProcessByStdio<null, Readable, null> = spawn(
    process.execPath,
    ['--conditions=source', serveScript, data],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, endpoint: line.toString().trim() };
}

/** Starts a server, lets clients write, and kills it at a random point. */
async function killOnce(data: string, pool: LoadedPool, round: number, known: Map<string, Acknowledged>) {
  const { child, endpoint } = await serve(data);
  const api = sdkFor(endpoint);
  const before = known.size;
  const load = Array.from({ length: writers }, (_, writer) =>
    writeUntilGone(api, pool, `r${round}w${writer}`, known),
  );
  const usersBeforeKill = 10 + Math.random() * 60;
  while (known.size - before < usersBeforeKill) await setTimeout(2);
  await setTimeout(Math.random() * 10);
  child.kill('SIGKILL');
  await Promise.all([...load, once(child, 'exit')]);
  api.destroy();
}

/** The values of the users' `name`, by username. */
async function namesOf(api: CognitoIdentityProvider, UserPoolId: string, Filter = '') {
  const names = new Map<string, string | undefined>();
  let PaginationToken: string | undefined;
  do {
    const page = await api.listUsers({ UserPoolId, Filter, PaginationToken });
    for (const { Username = '', Attributes } of page.Users ?? []) {
      names.set(Username, Attributes?.find(({ Name }) => Name === 'name')?.Value);
    }
    PaginationToken = page.PaginationToken;
  } while (PaginationToken);
  return names;
}

async function membersOf(api: CognitoIdentityProvider, UserPoolId: string) {
  const members = new Set<string>();
  let NextToken: string | undefined;
  do {
    const page = await api.listUsersInGroup({ UserPoolId, GroupName: groupName, NextToken });
    for (const { Username = '' } of page.Users ?? []) members.add(Username);
    NextToken = page.NextToken;
  } while (NextToken);
  return members;
}

/** Every user is whole: list, count, index and groups agree. */
async function expectConsistent(api: CognitoIdentityProvider, UserPoolId: string) {
  const names = await namesOf(api, UserPoolId);
  const { UserPool } = await api.describeUserPool({ UserPoolId });
  expect(UserPool?.EstimatedNumberOfUsers).toBe(names.size);
  const found = [
    ...(await namesOf(api, UserPoolId, 'name = "first"')),
    ...(await namesOf(api, UserPoolId, 'name = "second"')),
  ];
  expect(found.sort()).toEqual([...names].sort());
  const members = await membersOf(api, UserPoolId);
  expect([...members].filter((name) => !names.has(name))).toEqual([]);
  return { names, members };
}

/**
 * Kills a server with SIGKILL at random points while eight clients write to its file, then checks that everything it
 * acknowledged is there (users, attributes, memberships, sign-ins, deletions), and that no user is half written.
 */
export async function killUnderLoad(kills: number): Promise<void> {
  using folder = temporaryFolder();
  const data = join(folder.path, 'cognito.db');
  let pool: LoadedPool;
  {
    await using cognito = await startLocalCognito({ data });
    const api = sdkFor(cognito.endpoint);
    pool = await createLoadedPool(api);
    api.destroy();
  }
  const known = new Map<string, Acknowledged>();
  for (let round = 0; round < kills; round += 1) await killOnce(data, pool, round, known);

  await using cognito = await startLocalCognito({ data });
  const api = sdkFor(cognito.endpoint);
  const signedIn = [...known.values()].filter(({ refreshToken, isDeleted }) => refreshToken && !isDeleted);
  expect(signedIn.length).toBeGreaterThan(0);
  const { names, members } = await expectConsistent(api, pool.UserPoolId);
  for (const [username, { isUncertain, name, isMember, refreshToken, isDeleted }] of known) {
    if (isDeleted || !names.has(username)) {
      const wasAskedFor = isUncertain && (name === undefined || refreshToken !== undefined);
      expect({ username, isGone: !names.has(username), isDeleted: isDeleted || wasAskedFor }).toEqual({
        username,
        isGone: true,
        isDeleted: true,
      });
      continue;
    }
    const canBeSecond = name === 'second' || (name === 'first' && isUncertain);
    const expected = [...(name === 'second' ? [] : ['first']), ...(canBeSecond ? ['second'] : [])];
    expect(expected).toContain(names.get(username));
    if (isMember) expect(members).toContain(username);
    if (refreshToken !== undefined) {
      const { ClientId } = pool;
      const refreshed = await api.getTokensFromRefreshToken({ ClientId, RefreshToken: refreshToken });
      expect(refreshed.AuthenticationResult).toHaveProperty('AccessToken');
    }
  }
  api.destroy();
}
