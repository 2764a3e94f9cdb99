import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';

export interface Server extends AsyncDisposable {
  endpoint: string;
  /** The one confirmation code that the server sends, if it can send only one. */
  code?: string;
  /** Resident memory in MiB. */
  memory(): Promise<number>;
}

/** Starts a server as a process of its own and waits until it prints its address. */
export async function startChild(
  args: readonly string[],
  options: { cwd: string; env?: Record<string, string>; ready: RegExp },
): Promise<Server> {
  const child = spawn(process.execPath, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const killed = () => child.kill('SIGKILL');
  process.once('exit', killed);
  const endpoint = await address(child, options.ready);
  child.stdout?.resume();
  return {
    endpoint,
    async memory() {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
      return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024);
    },
    async [Symbol.asyncDispose]() {
      process.off('exit', killed);
      killed();
      await once(child, 'exit');
    },
  };
}

/** A port that nobody listens on, for servers that cannot choose one themselves. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function address(child: ChildProcess, ready: RegExp): Promise<string> {
  let output = '';
  for await (const chunk of child.stdout ?? []) {
    output += String(chunk);
    const found = ready.exec(output)?.[1];
    if (found) return found.replace('0.0.0.0', '127.0.0.1');
  }
  throw new Error(`The server ended before it was ready: ${output}`);
}
