import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalCognito } from '@cohabit/local-cognito';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openBrowser, see } from './setup/browser.ts';
import { bundleForBrowser } from './setup/bundle.ts';
import { startApp } from './setup/federation-app.ts';

const seed = readFileSync(new URL('../packages/local-cognito/src/snippets/providers.yaml', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'cohabit-redirect-'));
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

const body = `<output></output>
<button id="sign-in">Sign in</button><button id="globex">Globex</button><button id="sign-out">Sign out</button>`;

const signedIn = (page: Page, who: string) => page.locator('output', { hasText: who }).waitFor();
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

/** A guide's app on a free port, and the server of the guide's seed; each knows where the other is. */
async function startGuide(file: string) {
  const bundle = await bundleForBrowser(file);
  let script = '';
  const app = await startApp(() => script, body);
  const seedFile = join(folder, `${file.replace(/\W/g, '')}.yaml`);
  writeFileSync(seedFile, `${seed}`.replaceAll('http://localhost:3000', app.url));
  const cognito = await startLocalCognito({ seed: seedFile, https: true });
  script = bundle
    .replaceAll('http://localhost:3000', app.url)
    .replaceAll('http://localhost:9229', cognito.endpoint)
    .replaceAll('localhost:9230', new URL(cognito.httpsEndpoint ?? '').host);
  return {
    url: app.url,
    async [Symbol.asyncDispose]() {
      await cognito.close();
      await app[Symbol.asyncDispose]();
    },
  };
}

describe('the guide’s app in a browser', () => {
  it.for([
    ['Amplify', './guide-amplify-app.ts'],
    ['oidc-client-ts', './guide-oidc-client-ts-app.ts'],
  ] as const)('signs in with %s, by password and through Globex, and out', async ([, file], test) => {
    await using guide = await startGuide(file);
    const context = { ignoreHTTPSErrors: true };
    await using visitor = await openBrowser(browser, guide.url, test, context);
    const { page } = visitor;
    await page.goto(guide.url);
    await signedIn(page, 'nobody');
    await press(page, 'Sign in');
    await see(page, 'Sign in');
    await page.getByLabel('Username').fill('alice');
    await page.getByLabel('Password', { exact: true }).fill('Correct-horse-1');
    await press(page, 'Sign in');
    await signedIn(page, 'alice@acme.example');
    await press(page, 'Sign out');
    await signedIn(page, 'nobody');
    expect(page.url()).toBe(`${guide.url}/`);
    await press(page, 'Globex');
    await page.getByRole('button', { name: 'Gita Globex' }).click();
    await signedIn(page, 'gita@globex.example');
  });
});
