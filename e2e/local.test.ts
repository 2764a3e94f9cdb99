import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  CognitoIdentityProviderClient,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { start } from './setup/child.ts';

const READY = /^Local Cognito is ready: (\S+) \(Region us-east-1\)$/;

async function createPool(endpoint: string, PoolName: string): Promise<void> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const cognito = new CognitoIdentityProviderClient({
    endpoint,
    region: 'us-east-1',
    credentials,
    maxAttempts: 1,
  });
  await cognito.send(new CreateUserPoolCommand({ PoolName })).finally(() => cognito.destroy());
}

describe('cohabit local', () => {
  it('serves Cognito alone, logs each request on a line and ends cleanly', async () => {
    const command = start(['local', '--port', '0']);
    const [, endpoint = ''] = READY.exec(await command.line(READY)) ?? [];
    await createPool(endpoint, 'people');
    await command.line(/^\d\d:\d\d:\d\d\.\d{3} .*CreateUserPool/);
    await expect(createPool(endpoint, '')).rejects.toThrow();
    await command.line(/CreateUserPool .*InvalidParameterException/);
    command.process.kill('SIGTERM');
    expect(await command.finished).toMatchObject({ code: 0, stderr: '' });
  });

  it('writes JSON lines with --json', async () => {
    const command = start(['local', '--port', '0', '--json']);
    const ready = JSON.parse(await command.line(/^\{/));
    expect(ready).toMatchObject({ ready: true, region: 'us-east-1' });
    await createPool(ready.endpoint, 'people');
    expect(JSON.parse(await command.line(/CreateUserPool/))).toMatchObject({
      operation: 'CreateUserPool',
      status: 200,
    });
    command.process.kill('SIGINT');
    expect((await command.finished).code).toBe(0);
  });

  it('says that its port is taken', async () => {
    const taken = createServer().listen(0, 'localhost');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as AddressInfo;
    const { code, stderr } = await start(['local', '--port', String(port)]).finished;
    taken.close();
    expect(code).toBe(1);
    expect(stderr.split('\n')[0]).toContain(`Port ${port}`);
    expect(stderr).toContain('0 picks a free one');
  });

  it('says that its data cannot be written', async () => {
    const { code, stderr } = await start(['local', '--port', '0', '--data', '/dev/null/cognito.sqlite'])
      .finished;
    expect(code).toBe(1);
    expect(stderr.split('\n')[0]).toContain('/dev/null/cognito.sqlite cannot be written');
  });
});
