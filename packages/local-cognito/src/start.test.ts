import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { startLocalCognito } from './start.ts';
import { LocalCognitoStartError } from './start-error.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

it('answers on localhost and on 127.0.0.1, and stops answering once closed', async () => {
  const cognito = await startLocalCognito();
  const { port } = new URL(cognito.endpoint);
  expect(cognito.endpoint).toBe(`http://localhost:${port}`);
  expect((await fetch(`http://localhost:${port}/health`)).status).toBe(200);
  expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200);
  await cognito.close();
  await cognito.close();
  await expect(fetch(`http://127.0.0.1:${port}/health`)).rejects.toThrow();
});

it('answers the requests in progress before it closes', async () => {
  let arrived = () => {};
  const arrival = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const arn = 'arn:aws:lambda:us-east-1:000000000000:function:slow';
  const slow = async (event: object) => {
    arrived();
    await new Promise((resolve) => setTimeout(resolve, 200));
    return event;
  };
  const cognito = await startLocalCognito({ functions: { [arn]: slow } });
  const call = async (operation: string, input: object) => {
    const headers = { 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}` };
    const response = await fetch(cognito.endpoint, { method: 'POST', headers, body: JSON.stringify(input) });
    return response.json() as Promise<Record<string, Record<string, string>>>;
  };
  const pool = await call('CreateUserPool', { PoolName: 'p', LambdaConfig: { PreAuthentication: arn } });
  const UserPoolId = pool.UserPool?.Id;
  const flow = ['ALLOW_USER_PASSWORD_AUTH'];
  const client = await call('CreateUserPoolClient', { UserPoolId, ClientName: 'c', ExplicitAuthFlows: flow });
  const user = { UserPoolId, Username: 'alice' };
  await call('AdminCreateUser', user);
  await call('AdminSetUserPassword', { ...user, Password: 'Passw0rd!', Permanent: true });
  const signIn = call('InitiateAuth', {
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: client.UserPoolClient?.ClientId,
    AuthParameters: { USERNAME: 'alice', PASSWORD: 'Passw0rd!' },
  });
  await arrival;
  await cognito.close();
  expect((await signIn).AuthenticationResult?.AccessToken).toMatch(/^eyJ/);
});

it('says which port is taken and what to do', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  try {
    const error = await startLocalCognito({ port }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(LocalCognitoStartError);
    expect(error).toMatchObject({
      code: 'port_taken',
      message: `Port ${port} is in use by another program: stop it, or choose another port (0 picks a free one).`,
    });
  } finally {
    other.close();
  }
});

it('keeps a database file to itself, within one process and across two', async () => {
  using folder = temporaryFolder();
  const data = join(folder.path, 'cognito.db');
  const locked = { code: 'data_locked', message: expect.stringContaining('in use by another process') };
  {
    await using _running = await startLocalCognito({ data });
    await expect(startLocalCognito({ data })).rejects.toMatchObject(locked);
  }
  const script = `
    import { DatabaseSync } from 'node:sqlite';
    const db = new DatabaseSync(process.argv[1]);
    db.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    console.log('locked');
    setInterval(() => {}, 1000);`;
  const other = spawn(process.execPath, ['--input-type=module', '-e', script, data], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await once(other.stdout, 'data');
    await expect(startLocalCognito({ data })).rejects.toMatchObject(locked);
  } finally {
    other.kill('SIGKILL');
    await once(other, 'exit');
  }
  await using again = await startLocalCognito({ data });
  expect((await fetch(`${again.endpoint}/health`)).status).toBe(200);
});

it('says when the database file cannot be written', async () => {
  using folder = temporaryFolder();
  const unwritable = { code: 'data_unwritable', message: expect.stringContaining('cannot be written') };
  await expect(startLocalCognito({ data: join(folder.path, 'missing', 'cognito.db') })).rejects.toMatchObject(
    unwritable,
  );
  await expect(startLocalCognito({ data: folder.path })).rejects.toMatchObject({
    code: expect.stringMatching(/^data_/),
  });
});

it('says when the file is something else, or of a later version', async () => {
  using folder = temporaryFolder();
  const data = join(folder.path, 'cognito.db');
  await (await startLocalCognito({ data })).close();
  const db = new DatabaseSync(data);
  db.exec('PRAGMA user_version = 99');
  db.close();
  await expect(startLocalCognito({ data })).rejects.toMatchObject({
    code: 'data_unusable',
    message: expect.stringContaining('later version'),
  });
  writeFileSync(data, 'not a database, but long enough to be looked at as one'.repeat(100));
  await expect(startLocalCognito({ data })).rejects.toMatchObject({
    code: 'data_unusable',
    message: expect.stringContaining('not a database'),
  });
});

it('keeps its key beside the file, readable by the owner only, and refuses to start without it', async () => {
  using folder = temporaryFolder();
  const data = join(folder.path, 'cognito.db');
  await (await startLocalCognito({ data })).close();
  expect(statSync(`${data}.key`).mode & 0o777).toBe(0o600);
  const unusable = { code: 'data_unusable', message: expect.stringContaining(`${data}.key`) };
  chmodSync(`${data}.key`, 0o600);
  writeFileSync(`${data}.key`, 'ab'.repeat(32));
  await expect(startLocalCognito({ data })).rejects.toMatchObject(unusable);
  rmSync(`${data}.key`);
  await expect(startLocalCognito({ data })).rejects.toMatchObject(unusable);
});
