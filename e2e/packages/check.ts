// Checks the packages as they would be published (`npm run packages`): builds and packs them, lints the tarballs with
// publint and attw, installs them into an empty project, imports every export and runs the CLI from there.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folders = [
  'packages/core',
  'packages/local-cognito',
  'packages/sdk',
  'packages/control-plane',
  'examples/taskboard',
  'packages/cli',
];

interface Manifest {
  name: string;
  version: string;
  exports?: Record<string, unknown>;
}

interface Packed extends Manifest {
  tarball: string;
}

const work = mkdtempSync(join(tmpdir(), 'cohabit-packages-'));
try {
  run('tsc', ['-b', ...folders]);
  const packages = folders.map(pack);
  for (const { name, tarball } of packages) {
    run('publint', ['--strict', tarball]);
    run('attw', [tarball, '--profile', 'esm-only', '--no-emoji', '--quiet', ...noTypesNeeded(name)]);
  }
  const project = install(packages);
  importAll(project, packages);
  await startFromTarballs(project);
  console.log(`${packages.length} packages can be published.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}

function pack(folder: string): Packed {
  const manifest: Manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const destination = join(work, 'tarballs');
  mkdirSync(destination, { recursive: true });
  const output = run(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--pack-destination', destination],
    folder,
  );
  const file = /"filename": "([^"]+)"/.exec(output)?.[1] ?? '';
  return { ...manifest, tarball: join(destination, file.replace('@', '').replace('/', '-')) };
}

/** attw has no word for an export that is JSON on purpose. */
function noTypesNeeded(name: string): string[] {
  return name === 'cohabit' ? ['--exclude-entrypoints', './package.json'] : [];
}

function install(packages: readonly Packed[]): string {
  const project = join(work, 'project');
  mkdirSync(project);
  const dependencies = Object.fromEntries(packages.map(({ name, tarball }) => [name, `file:${tarball}`]));
  // Peers that are optional, needed here since every export is imported.
  const manifest = {
    name: 'empty',
    private: true,
    type: 'module',
    dependencies: { ...dependencies, express: '^5.0.0' },
  };
  writeFileSync(join(project, 'package.json'), JSON.stringify(manifest));
  run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'], project);
  return project;
}

function importAll(project: string, packages: readonly Packed[]): void {
  const specifiers = packages.flatMap(({ name, exports = {} }) =>
    Object.keys(exports)
      .filter((path) => path !== './package.json' && path !== './testing')
      .map((path) => name + path.slice(1)),
  );
  const script = specifiers.map((specifier) => `await import('${specifier}');`).join('\n');
  run(process.execPath, ['--input-type=module', '-e', script], project);
  console.log(`imported ${specifiers.join(', ')}`);
}

/** The whole of it from the tarballs: assets, policies and migrations have to be in them. */
async function startFromTarballs(project: string): Promise<void> {
  const bin = join(project, 'node_modules/cohabit/bin/cohabit.js');
  const ports = { COHABIT_PORT: '0', COHABIT_COGNITO_PORT: '0', COHABIT_DEMO_PORT: '0' };
  const child = spawn(process.execPath, [bin, 'up', '--data', 'memory', '--json'], {
    cwd: project,
    env: { ...process.env, ...ports },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  for await (const chunk of child.stdout) {
    output += chunk;
    if (!output.includes('\n')) continue;
    const { urls } = JSON.parse(output);
    const page = await fetch(`${urls.demo}/sign-in`);
    const { status } = await fetch(`${urls.controlPlane}/health`);
    child.kill('SIGTERM');
    if (page.status !== 200 || status !== 200) {
      throw new Error(`Started from its tarballs, Cohabit answers ${page.status} and ${status}.`);
    }
    return;
  }
  throw new Error('Cohabit does not start from its tarballs.');
}

/** Runs a command and answers its stdout; what it printed is shown when it failed. */
function run(command: string, args: readonly string[], cwd = root): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: cwd.startsWith('/') ? cwd : join(root, cwd),
    encoding: 'utf8',
    env: { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH ?? ''}` },
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status === 0) return stdout;
  throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}${error ?? ''}`);
}
