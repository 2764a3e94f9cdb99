import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The real launcher. */
export const bin = fileURLToPath(new URL('../../packages/cli/bin/cohabit.js', import.meta.url));

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface RunningCommand {
  process: ChildProcess;
  finished: Promise<Finished>;
  /** Resolves with the first whole line on stdout that matches; rejects when the process ends before. */
  line(pattern: RegExp): Promise<string>;
  stdout(): string;
}

/** Starts `cohabit` with these arguments, as a shell would, with none of our own variables. */
export function start(
  args: readonly string[],
  env: Record<string, string> = {},
  cwd?: string,
): RunningCommand {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(COHABIT_|VITEST|DATABASE_URL|NODE_OPTIONS)/.test(name),
  );
  const child = spawn(process.execPath, [bin, ...args], {
    env: { ...Object.fromEntries(inherited), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(cwd === undefined ? {} : { cwd }),
  });
  let stdout = '';
  let stderr = '';
  const listeners = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    for (const listener of listeners) listener();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const finished = new Promise<Finished>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
  return {
    process: child,
    finished,
    stdout: () => stdout,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = stdout
            .split('\n')
            .slice(0, -1)
            .find((line) => pattern.test(line));
          if (found === undefined) return;
          listeners.delete(look);
          resolve(found);
        };
        listeners.add(look);
        look();
        finished.then(
          ({ code }) => reject(new Error(`cohabit ended with ${code} before ${pattern}: ${stdout}${stderr}`)),
          reject,
        );
      }),
  };
}

/** Runs a command to its end. */
export function run(args: readonly string[], env: Record<string, string> = {}): Promise<Finished> {
  return start(args, env).finished;
}
