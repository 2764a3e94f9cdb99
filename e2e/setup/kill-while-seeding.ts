import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CognitoIdentityProviderClient,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { LocalSeed } from 'cohabit/up';
import { expect } from 'vitest';
import { start } from './child.ts';
import { freePorts, getJson, readyAt } from './ready.ts';
import { signInWithPassword } from './sign-in.ts';

/**
 * Starts Cohabit in a new folder, kills it with SIGKILL so long after its registry appeared, starts it again, and
 * expects the whole seed to stand once: every person signs in, and no user pool is there twice.
 */
export async function expectSeedSurvivesKill(delayMs: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'cohabit-kill-'));
  const env = { ...freePorts, COHABIT_DATA: folder };
  const killed = start(['up'], env);
  await expect
    .poll(() => existsSync(join(folder, 'registry.sqlite')), { timeout: 60_000, interval: 10 })
    .toBe(true);
  await sleep(delayMs);
  killed.process.kill('SIGKILL');
  await killed.finished;

  const again = start(['up'], env);
  try {
    await expectWholeSeed((await readyAt(again)).url);
  } finally {
    again.process.kill('SIGTERM');
    await again.finished;
    rmSync(folder, { recursive: true, force: true });
  }
}

async function expectWholeSeed(url: string): Promise<void> {
  const seed = await getJson<LocalSeed>(`${url}/_local/seed`);
  expect(seed.tenants.map(({ slug }) => slug)).toEqual(['acme', 'globex', 'initech', 'hooli']);
  const { cognitoEndpoint: endpoint, region } = await getJson<Record<'cognitoEndpoint' | 'region', string>>(
    `${url}/.well-known/cohabit`,
  );
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const cognito = new CognitoIdentityProviderClient({ endpoint, region, credentials });
  // acme's own, the shared one and the operators'.
  const { UserPools } = await cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }));
  expect(UserPools).toHaveLength(3);
  for (const { clientId, users } of seed.tenants) {
    for (const { email, password, totpSecret } of users) {
      const tokens = await signInWithPassword(cognito, { clientId, email, password, totpSecret });
      expect(tokens.accessToken, email).toMatch(/^ey/);
    }
  }
  cognito.destroy();
}
