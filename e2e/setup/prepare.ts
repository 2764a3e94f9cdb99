// Runs before the tests (`npm test`): looks for what they need beyond npm packages, which is a Chromium, and gets it
// where it can. Everything it fetches for itself stands in node_modules/.cache.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { findChromium, ownBrowsersDir } from './chromium.ts';

try {
  prepareChromium();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function prepareChromium(): void {
  if (findChromium() !== undefined) return;
  const isDebianRoot = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (isDebianRoot && installWithApt()) return;
  if (installWithPlaywright()) return;
  throw new Error(
    'The browser tests need Chromium and it could not be fetched: install the package "chromium" of your system (Debian: apt-get install chromium), or set COHABIT_CHROMIUM to the path of a Chromium or Chrome.',
  );
}

function installWithApt(): boolean {
  console.log('The browser tests need Chromium: installing the package "chromium" with apt-get …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args: string[]) =>
    spawnSync('apt-get', args, { env, stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
  return apt('update', '-q') && apt('install', '-y', '-q', '--no-install-recommends', 'chromium') && works();
}

function installWithPlaywright(): boolean {
  console.log("The browser tests need Chromium: fetching Playwright's into node_modules/.cache …");
  const root = createRequire(import.meta.url).resolve('playwright-core/package.json');
  const { status } = spawnSync(
    process.execPath,
    [join(root, '../cli.js'), 'install', '--only-shell', 'chromium'],
    {
      env: { ...process.env, PLAYWRIGHT_BROWSERS_PATH: ownBrowsersDir },
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  return status === 0 && works();
}

/** A Chromium that was fetched may still lack libraries of the system. */
function works(): boolean {
  const path = findChromium();
  if (path === undefined) return false;
  const { status, stderr } = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 30_000 });
  if (status !== 0) console.error(`${path} does not start: ${stderr.trim()}`);
  return status === 0;
}
