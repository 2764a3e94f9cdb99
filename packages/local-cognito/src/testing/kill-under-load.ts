import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { startLocalCognito } from '../start.ts';
import { temporaryFolder } from './temporary-folder.ts';

const writers = 8;
const serveScript = new URL('./serve.ts', import.meta.url).pathname;

const sdk = (endpoint: string) =>
  new CognitoIdentityProviderClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });

async function serve(data: string) {
  const child: ChildProcessByStdio<null, Readable, null> = spawn(
    process.execPath,
    ['--conditions=source', serveScript, data],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, endpoint: line.toString().trim() };
}

/** What the server said it had done: the last acknowledged name of each user, or that it is gone. */
type Acknowledged = Map<string, { name: string } | 'deleted' | 'uncertain'>;

/** Creates, changes and deletes users until the server is gone. */
async function write(
  client: CognitoIdentityProviderClient,
  UserPoolId: string,
  prefix: string,
  known: Acknowledged,
) {
  for (let index = 0; ; index += 1) {
    const Username = `${prefix}-${index}`;
    const step = async (after: { name: string } | 'deleted', command: () => Promise<unknown>) => {
      known.set(Username, 'uncertain');
      await command();
      known.set(Username, after);
    };
    try {
      const UserAttributes = [{ Name: 'name', Value: 'first' }];
      const create = { UserPoolId, Username, UserAttributes, TemporaryPassword: 'Passw0rd!' };
      await step({ name: 'first' }, () => client.send(new AdminCreateUserCommand(create)));
      if (index % 3 === 0) continue;
      const change = { UserPoolId, Username, UserAttributes: [{ Name: 'name', Value: 'second' }] };
      await step({ name: 'second' }, () => client.send(new AdminUpdateUserAttributesCommand(change)));
      if (index % 3 === 1) continue;
      await step('deleted', () => client.send(new AdminDeleteUserCommand({ UserPoolId, Username })));
    } catch {
      return;
    }
  }
}

function acknowledged(known: Acknowledged, prefix: string): number {
  let count = 0;
  for (const [name, state] of known) if (name.startsWith(prefix) && state !== 'uncertain') count += 1;
  return count;
}

async function listAll(client: CognitoIdentityProviderClient, UserPoolId: string): Promise<Set<string>> {
  const names = new Set<string>();
  let PaginationToken: string | undefined;
  do {
    const page = await client.send(new ListUsersCommand({ UserPoolId, PaginationToken }));
    for (const { Username } of page.Users ?? []) names.add(Username ?? '');
    PaginationToken = page.PaginationToken;
  } while (PaginationToken);
  return names;
}

/**
 * Kills a server with SIGKILL at random points while eight clients write to its file, then checks that every write it
 * acknowledged is there, and that listing and count agree.
 */
export async function killUnderLoad(kills: number): Promise<void> {
  using folder = temporaryFolder();
  const data = join(folder.path, 'cognito.db');
  let UserPoolId = '';
  {
    await using cognito = await startLocalCognito({ data });
    const { UserPool } = await sdk(cognito.endpoint).send(new CreateUserPoolCommand({ PoolName: 'p' }));
    UserPoolId = UserPool?.Id ?? '';
  }
  const known: Acknowledged = new Map();
  for (let round = 0; round < kills; round += 1) {
    const { child, endpoint } = await serve(data);
    const client = sdk(endpoint);
    const load = Array.from({ length: writers }, (_, writer) =>
      write(client, UserPoolId, `r${round}w${writer}`, known),
    );
    const writesBeforeKill = 10 + Math.floor(Math.random() * 60);
    while (acknowledged(known, `r${round}w`) < writesBeforeKill) await setTimeout(2);
    child.kill('SIGKILL');
    await Promise.all([...load, once(child, 'exit')]);
    client.destroy();
  }
  await using cognito = await startLocalCognito({ data });
  const client = sdk(cognito.endpoint);
  const listed = await listAll(client, UserPoolId);
  const { UserPool } = await client.send(new DescribeUserPoolCommand({ UserPoolId }));
  expect(UserPool?.EstimatedNumberOfUsers).toBe(listed.size);
  for (const [Username, state] of known) {
    if (state === 'uncertain') continue;
    expect(listed.has(Username)).toBe(state !== 'deleted');
    if (state === 'deleted') continue;
    const user = await client.send(new AdminGetUserCommand({ UserPoolId, Username }));
    expect(user.UserAttributes).toContainEqual({ Name: 'name', Value: state.name });
  }
  client.destroy();
}
