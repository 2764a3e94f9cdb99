import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { startLocalCognito } from '@cohabit/local-cognito';
import { describe, expect, it } from 'vitest';

const main = fileURLToPath(new URL('main.ts', import.meta.url));

function run(env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, ['--conditions=source', main], {
    env: { PATH: process.env.PATH, AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

describe('the control plane server', () => {
  it('refuses to start without its configuration and names all that is missing', async () => {
    const child = run({ COHABIT_REGION: 'nowhere' });
    let text = '';
    child.stderr?.on('data', (chunk) => {
      text += chunk;
    });
    const [code] = await once(child, 'exit');
    expect(code).toBe(1);
    expect(text).toMatch(/COHABIT_REGION: must be an AWS Region/);
    expect(text).toMatch(/COHABIT_REGISTRY_FILE: is missing/);
    expect(text).not.toContain('    at ');
  });

  it('makes its user pools, answers on its port and ends when it is told to', async () => {
    await using local = await startLocalCognito({ region: 'eu-west-1' });
    const folder = await mkdtemp(join(tmpdir(), 'cohabit-main-'));
    const child = run({
      COHABIT_PORT: '0',
      COHABIT_REGION: 'eu-west-1',
      COHABIT_ENVIRONMENT: 'test',
      COHABIT_REGISTRY_FILE: join(folder, 'registry.db'),
      COHABIT_PUBLIC_URL: 'http://localhost:4000',
      COHABIT_COGNITO_ENDPOINT: local.endpoint,
      COHABIT_PRE_AUTHENTICATION_ARN: 'arn:aws:lambda:eu-west-1:000000000000:function:a',
      COHABIT_PRE_TOKEN_GENERATION_ARN: 'arn:aws:lambda:eu-west-1:000000000000:function:b',
      COHABIT_PRE_SIGN_UP_ARN: 'arn:aws:lambda:eu-west-1:000000000000:function:c',
      COHABIT_INBOUND_FEDERATION_ARN: 'arn:aws:lambda:eu-west-1:000000000000:function:d',
    });
    try {
      const base = `http://localhost:${await listeningPort(child)}`;
      expect((await fetch(`${base}/health`)).status).toBe(200);
      const signIn = await (await fetch(`${base}/v1/sign-in?audience=operators`)).json();
      expect(signIn).toMatchObject({ region: 'eu-west-1', methods: ['password'] });
      child.kill('SIGTERM');
      const [code] = await once(child, 'exit');
      expect(code).toBe(0);
    } finally {
      child.kill('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    }
  });
});

async function listeningPort(child: ChildProcess): Promise<number> {
  if (!child.stdout) throw new Error('The server has no output.');
  for await (const line of createInterface({ input: child.stdout })) {
    const entry = JSON.parse(line);
    if (entry.msg === 'control plane is listening') return entry.port;
  }
  throw new Error('The server ended before it was listening.');
}
