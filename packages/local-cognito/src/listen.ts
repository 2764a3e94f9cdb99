import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { HttpsCertificate } from './https-certificate.ts';
import { portTaken } from './start-error.ts';

export interface Listening {
  port: number;
  close(): Promise<void>;
}

const attemptsForFreePort = 5;
const requestTimeoutMs = 30_000;
/** Longer than the SDKs keep an idle connection, so that they never send on one that is being closed. */
const keepAliveTimeoutMs = 65_000;
/** What requests in progress get when the server closes. */
const timeToFinishMs = 1000;

/**
 * Listens on `host`, and for `127.0.0.1` on `::1` as well where the machine has it, since `localhost` may mean either.
 * Port 0 picks a free one. With a certificate it speaks https. Throws `LocalCognitoStartError` `port_taken`.
 */
export async function listen(
  listener: RequestListener,
  host: string,
  port: number,
  certificate?: HttpsCertificate,
): Promise<Listening> {
  const open = (address: string, at: number) => openServer(createFor(listener, certificate), address, at);
  for (let attempt = 1; ; attempt += 1) {
    const first = await open(host, port).catch((error: unknown) => {
      throw isCode(error, 'EADDRINUSE') || isCode(error, 'EACCES') ? portTaken(port, error) : error;
    });
    const chosen = (first.address() as AddressInfo).port;
    if (host !== '127.0.0.1') return listening([first], chosen);
    try {
      return listening([first, await open('::1', chosen)], chosen);
    } catch (error) {
      if (!isCode(error, 'EADDRINUSE')) return listening([first], chosen);
      await close(first);
      if (port !== 0 || attempt === attemptsForFreePort) throw portTaken(chosen, error);
    }
  }
}

function createFor(listener: RequestListener, certificate: HttpsCertificate | undefined): Server {
  const options = { requestTimeout: requestTimeoutMs, keepAliveTimeout: keepAliveTimeoutMs };
  if (!certificate) return createServer(options, listener);
  return createHttpsServer({ ...options, key: certificate.key, cert: certificate.certificate }, listener);
}

function openServer(server: Server, host: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cutOff = setTimeout(() => server.closeAllConnections(), timeToFinishMs);
    server.close(() => {
      clearTimeout(cutOff);
      resolve();
    });
  });
}

function listening(servers: Server[], port: number): Listening {
  return {
    port,
    async close() {
      await Promise.all(servers.map(close));
    },
  };
}

const isCode = (error: unknown, code: string) => (error as { code?: string }).code === code;
