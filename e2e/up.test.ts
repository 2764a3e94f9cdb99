import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LocalSeed } from 'cohabit/up';
import { afterEach, describe, expect, it } from 'vitest';
import { type RunningCommand, run, start } from './setup/child.ts';
import { expectSeedSurvivesKill } from './setup/kill-while-seeding.ts';
import { freePorts, getJson, READY, readyAt } from './setup/ready.ts';

const running: RunningCommand[] = [];
const folders: string[] = [];

afterEach(async () => {
  for (const { process, finished } of running.splice(0)) {
    process.kill('SIGKILL');
    await finished;
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function up(env: Record<string, string>, args: readonly string[] = []): RunningCommand {
  const command = start(['up', ...args], { ...freePorts, ...env });
  running.push(command);
  return command;
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cohabit-up-'));
  folders.push(folder);
  return folder;
}

async function stop({ process, finished }: RunningCommand, signal: NodeJS.Signals = 'SIGTERM') {
  process.kill(signal);
  return finished;
}

describe('cohabit up', { timeout: 120_000 }, () => {
  it('prints people, then the ready line last, keeps its contract and ends cleanly', async () => {
    const command = up({ COHABIT_DATA: 'memory' });
    const { url, demo } = await readyAt(command);
    const lines = command.stdout().trimEnd().split('\n');
    expect(lines.at(-1)).toMatch(READY);
    expect(command.stdout()).toContain('alex@example.com');
    expect(command.stdout()).not.toContain('\u001b');

    const contract = await getJson<Record<string, string>>(`${url}/.well-known/cohabit`);
    expect(contract).toMatchObject({
      controlPlane: url,
      demo,
      region: 'us-east-1',
      version: expect.any(String),
    });
    expect(contract.console).toMatch(/^http:/);
    expect((await fetch(`${url}/health`)).status).toBe(200);
    const seed = await getJson<LocalSeed>(`${url}/_local/seed`);
    expect(seed.operator).toMatchObject({ username: 'olive@cohabit.example', password: expect.any(String) });
    expect(seed.tenants.map(({ slug, model }) => [slug, model])).toEqual([
      ['acme', 'user-pool'],
      ['globex', 'app-client'],
      ['initech', 'shared'],
      ['hooli', 'shared'],
    ]);
    for (const tenant of seed.tenants) {
      expect(tenant.issuer).toBe(`${contract.cognitoEndpoint}/${tenant.userPoolId}`);
      for (const user of tenant.users) {
        expect(typeof user.totpSecret).toBe(tenant.slug === 'acme' ? 'string' : 'undefined');
      }
    }
    expect(await stop(command, 'SIGINT')).toMatchObject({ code: 0, stderr: '' });
    await expect(fetch(url)).rejects.toThrow();
  });

  it('prints one JSON document with --json', async () => {
    const command = up({ COHABIT_DATA: 'memory' }, ['--json']);
    const line = JSON.parse(await command.line(/^\{/));
    expect(line).toMatchObject({ ready: true, urls: { controlPlane: expect.stringMatching(/^http/) } });
    expect(command.stdout().trimEnd().split('\n')).toHaveLength(1);
    await stop(command);
  });

  it('keeps tenants, people and what they did over a restart', async () => {
    const COHABIT_DATA = newFolder();
    const first = up({ COHABIT_DATA });
    const before = await readyAt(first);
    const seedBefore = await getJson<LocalSeed>(`${before.url}/_local/seed`);
    const created = await run([
      'tenants',
      'create',
      'umbrella',
      '--admin',
      'uma@umbrella.example',
      '--url',
      before.url,
    ]);
    expect(created.code).toBe(0);
    await stop(first);
    expect(statSync(join(COHABIT_DATA, 'seed.json')).mode & 0o777).toBe(0o600);

    const second = up({ COHABIT_DATA });
    const after = await readyAt(second);
    const seedAfter = await getJson<LocalSeed>(`${after.url}/_local/seed`);
    const withoutIssuers = (seed: LocalSeed) => seed.tenants.map(({ issuer: _issuer, ...rest }) => rest);
    expect(withoutIssuers(seedAfter)).toEqual(withoutIssuers(seedBefore));
    expect((await run(['tenants', 'show', 'umbrella', '--url', after.url])).code).toBe(0);
    const gita = seedAfter.tenants
      .flatMap(({ users }) => users)
      .find(({ email }) => email.startsWith('gita'));
    const signedIn = await run([
      'token',
      gita?.email ?? '',
      '--tenant',
      'globex',
      '--password',
      gita?.password ?? '',
      '--url',
      after.url,
    ]);
    expect(signedIn).toMatchObject({ code: 0, stderr: '' });
    await stop(second);
  });

  it.each([200, 1000])('finishes its seed after it was killed %i ms into seeding', expectSeedSurvivesKill);

  it('says which port is taken and which variable chooses another', async () => {
    const taken = createServer().listen(0, 'localhost');
    await new Promise((resolve) => taken.once('listening', resolve));
    const port = String((taken.address() as AddressInfo).port);
    for (const variable of ['COHABIT_PORT', 'COHABIT_COGNITO_PORT', 'COHABIT_DEMO_PORT']) {
      const { code, stdout, stderr } = await up({ COHABIT_DATA: 'memory', [variable]: port }).finished;
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr.split('\n')[0]).toContain(`Port ${port}`);
      expect(stderr.split('\n')[0]).toContain(variable);
    }
    taken.close();
  });

  it('says that the data is in use by another Cohabit', async () => {
    const COHABIT_DATA = newFolder();
    const first = up({ COHABIT_DATA });
    await readyAt(first);
    const { code, stderr } = await up({ COHABIT_DATA }).finished;
    expect(code).toBe(1);
    expect(stderr.split('\n')[0]).toContain(`${COHABIT_DATA} is in use by another Cohabit`);
    await stop(first);
  });

  it('says that the data folder cannot be written', async () => {
    const folder = newFolder();
    chmodSync(folder, 0o500);
    const { code, stderr } = await up({ COHABIT_DATA: join(unwritable(folder), 'data') }).finished;
    expect(code).toBe(1);
    expect(stderr.split('\n')[0]).toContain('cannot be written');
  });
});

/** root may write anywhere but into a file that is no folder. */
function unwritable(folder: string): string {
  return process.getuid?.() === 0 ? '/dev/null' : folder;
}
