import { accessSync, constants, existsSync, globSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where this repository keeps what it fetched for itself. */
export const cacheDir = fileURLToPath(new URL('../../node_modules/.cache/', import.meta.url));

/** Where `playwright-core install` puts its Chromium when we run it. */
export const ownBrowsersDir = join(cacheDir, 'ms-playwright');

/**
 * The Chromium that the browser tests drive: `COHABIT_CHROMIUM`, one on the PATH, or one that Playwright fetched.
 * Throws one sentence when `COHABIT_CHROMIUM` names no program.
 */
export function findChromium(): string | undefined {
  const named = process.env.COHABIT_CHROMIUM;
  if (named !== undefined && named !== '') {
    if (isProgram(named)) return named;
    throw new Error(`COHABIT_CHROMIUM is "${named}", which is no program: set it to the path of a Chromium.`);
  }
  return onPath() ?? fetchedByPlaywright();
}

function onPath(): string | undefined {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...candidates, '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'].find(isProgram);
}

function fetchedByPlaywright(): string | undefined {
  const caches = [
    ownBrowsersDir,
    process.env.PLAYWRIGHT_BROWSERS_PATH,
    join(homedir(), '.cache/ms-playwright'),
    join(homedir(), 'Library/Caches/ms-playwright'),
  ];
  const programs = [
    'chromium-*/chrome-linux*/chrome',
    'chromium_headless_shell-*/*/{headless_shell,chrome-headless-shell}',
    'chromium-*/chrome-mac*/Chromium.app/Contents/MacOS/Chromium',
  ];
  for (const cwd of caches) {
    if (cwd === undefined || !existsSync(cwd)) continue;
    const found = globSync(programs, { cwd }).sort().at(-1);
    if (found !== undefined) return join(cwd, found);
  }
  return undefined;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
