import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import { expect, type TestContext } from 'vitest';
import { cacheDir, findChromium } from './chromium.ts';

const STEP_TIMEOUT_MS = 15_000;

/** The system's Chromium, headless. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('There is no Chromium: run node e2e/setup/prepare.ts.');
  // In containers Chromium runs as root, where its sandbox cannot, and /dev/shm is small.
  const args = process.getuid?.() === 0 ? ['--no-sandbox', '--disable-dev-shm-usage'] : [];
  return chromium.launch({ executablePath, args });
}

/** A person with a browser of their own: own cookies, several tabs. */
export interface Visitor extends AsyncDisposable {
  /** The first tab. */
  page: Page;
  openTab(): Promise<Page>;
}

/**
 * Opens a browser window. When the test ends, it fails if a page wrote an error to the console or broke its own content
 * security policy; when it has failed, what every tab showed is kept as a picture under node_modules/.cache.
 */
export async function openBrowser(
  browser: Browser,
  baseURL: string,
  test: TestContext,
  options: Pick<BrowserContextOptions, 'ignoreHTTPSErrors'> = {},
): Promise<Visitor> {
  const context = await browser.newContext({ baseURL, reducedMotion: 'reduce', ...options });
  context.setDefaultTimeout(STEP_TIMEOUT_MS);
  const complaints: string[] = [];
  context.on('console', (message) => {
    // Chromium writes every answer of 400 and above to the console, which here are pages that tests ask for.
    const isAnswer = message
      .text()
      .startsWith('Failed to load resource: the server responded with a status of 4');
    if (message.type() === 'error' && !isAnswer) complaints.push(message.text());
  });
  context.on('weberror', (error) => complaints.push(error.error().message));
  test.onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail') await keepPictures(context, task.name);
    await context.close();
  });
  return {
    page: await context.newPage(),
    openTab: () => context.newPage(),
    async [Symbol.asyncDispose]() {
      expect(complaints, 'errors on the console of the browser').toEqual([]);
    },
  };
}

async function keepPictures(context: BrowserContext, name: string): Promise<void> {
  const folder = join(cacheDir, 'e2e');
  mkdirSync(folder, { recursive: true });
  for (const [tab, page] of context.pages().entries()) {
    const file = `${name.replaceAll(/\W+/g, '-')}-${tab + 1}.png`;
    await page.screenshot({ path: join(folder, file), fullPage: true });
    console.error(`What the browser showed at ${page.url()}: ${join(folder, file)}`);
  }
}

/** Waits for the page with this first heading and checks it with axe, whose every rule must hold. */
export async function see(page: Page, heading: string | RegExp): Promise<void> {
  await page.getByRole('heading', { level: 1, name: heading }).waitFor();
  await page.waitForLoadState('load');
  await expectAccessible(page);
}

/** Checks a page with axe as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const { axe: engine } = globalThis as unknown as { axe: typeof axe };
    const results = await engine.run(document, { resultTypes: ['violations'] });
    return results.violations.map(({ id, help, nodes }) => ({
      id,
      help,
      nodes: nodes.map(({ html, failureSummary }) => `${html}\n${failureSummary}`),
    }));
  });
  expect(violations, `axe on ${page.url()}`).toEqual([]);
}
