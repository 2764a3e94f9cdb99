// Runs before the tests (`npm test`): looks for what they need beyond npm packages, which is a Chromium, the AWS CLI,
// boto3 and Java, and gets it where it can. Everything it fetches for itself stands in node_modules/.cache.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { aptInstall } from './apt-install.ts';
import { awsToolPackages, findAwsCli, findPythonWithBoto3 } from './aws-tools.ts';
import { findChromium, ownBrowsersDir } from './chromium.ts';
import { hasJava, javaPackages } from './java.ts';

try {
  prepareChromium();
  prepareAwsTools();
  prepareJava();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function prepareChromium(): void {
  if (findChromium() !== undefined) return;
  console.log('The browser tests need Chromium: looking for the package "chromium" …');
  if (aptInstall(['chromium']) && works()) return;
  if (installWithPlaywright()) return;
  throw new Error(
    'The browser tests need Chromium and it could not be fetched: install the package "chromium" of your system (Debian: apt-get install chromium), or set COHABIT_CHROMIUM to the path of a Chromium or Chrome.',
  );
}

function prepareAwsTools(): void {
  const isComplete = () => findAwsCli() !== undefined && findPythonWithBoto3() !== undefined;
  if (isComplete()) return;
  console.log('The tests with foreign tools need the AWS CLI and boto3: looking for their packages …');
  if (aptInstall(awsToolPackages) && isComplete()) return;
  throw new Error(
    'The tests with foreign tools need the commands "aws" (AWS CLI) and "python3" with boto3, and they could not be fetched: install them (Debian: apt-get install awscli python3-boto3; elsewhere: the AWS CLI by its installer, and pip install boto3).',
  );
}

function prepareJava(): void {
  if (hasJava()) return;
  console.log('The tests of the DynamoDB registry need Java: looking for its package …');
  if (aptInstall(javaPackages) && hasJava()) return;
  throw new Error(
    'The tests of the DynamoDB registry need the command "java" (17 or later), and it could not be fetched: install it (Debian: apt-get install default-jre-headless).',
  );
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
