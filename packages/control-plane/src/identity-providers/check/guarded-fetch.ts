/*
 * Fetches addresses that tenants choose: the request must not reach what only this machine can reach, nor be held up or
 * filled up by the answer (OWASP, "Server-Side Request Forgery Prevention").
 */
import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, fetch } from 'undici';

export interface GuardOptions {
  /** On a laptop: this machine is reached too, by http as well. */
  allowLoopback: boolean;
  /** Every address of a name; the system's resolver by default. */
  resolve?: ((hostname: string) => Promise<string[]>) | undefined;
  timeoutMs?: number | undefined;
  maxBytes?: number | undefined;
}

interface Fetched {
  status: number;
  text: string;
}

/** Answers what stands at an address. Throws {@link FetchRefused}. */
export type GuardedFetch = (address: string) => Promise<Fetched>;

/** Why nothing came back, in words for the person who gave the address. */
export class FetchRefused extends Error {}

const MAX_REDIRECTS = 5;

/**
 * By https, from public addresses only. The addresses of a name are checked as the connection is made, so that the name
 * cannot mean something else by then, and once more after every redirect.
 */
export function createGuardedFetch(options: GuardOptions): GuardedFetch {
  const { allowLoopback, resolve = resolveBySystem, timeoutMs = 5000, maxBytes = 1024 * 1024 } = options;
  const isReachable = (address: string) => {
    const parsed = ipaddr.process(address);
    return isPublic(parsed) || (allowLoopback && parsed.range() === 'loopback');
  };

  const connectTo: LookupFunction = (hostname, { all }, callback) => {
    reachable(hostname).then(
      (addresses) => {
        const found = addresses.map((address) => ({
          address,
          family: ipaddr.parse(address).kind() === 'ipv6' ? 6 : 4,
        }));
        const [first = { address: '', family: 0 }] = found;
        if (all) callback(null, found);
        else callback(null, first.address, first.family);
      },
      (error: Error) => callback(error, ''),
    );
  };

  async function reachable(hostname: string): Promise<string[]> {
    const addresses = await resolve(hostname);
    if (addresses.length > 0 && addresses.every(isReachable)) return addresses;
    throw new FetchRefused(`${hostname} is not an address of the public internet`);
  }

  function requireGood(url: URL): void {
    const hostname = url.hostname.replace(/^\[|\]$/g, '');
    const isLocal = allowLoopback && (hostname === 'localhost' || isLoopback(hostname));
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal)) {
      throw new FetchRefused(`${url.origin} is not https`);
    }
    if (url.username !== '' || url.password !== '')
      throw new FetchRefused(`${url.host} comes with a password`);
    if (isLocal) return;
    if (url.port !== '') throw new FetchRefused(`${url.host} is not at the usual port, 443`);
    // Connections to an address that stands in the URL ask no resolver.
    if (ipaddr.isValid(hostname) && !isReachable(hostname)) {
      throw new FetchRefused(`${hostname} is not an address of the public internet`);
    }
  }

  return async (address) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const dispatcher = new Agent({ connect: { lookup: connectTo } });
    let url = new URL(address);
    try {
      for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
        requireGood(url);
        const response = await fetch(url, { redirect: 'manual', signal, dispatcher });
        const location = response.headers.get('location');
        if (response.status < 300 || response.status > 399 || location === null) {
          return { status: response.status, text: await readUpTo(response.body, maxBytes, url) };
        }
        await response.body?.cancel();
        if (!URL.canParse(location, url)) throw new FetchRefused(`${url.host} redirects to nowhere`);
        url = new URL(location, url);
      }
      throw new FetchRefused(`${url.host} redirects more than ${MAX_REDIRECTS} times`);
    } catch (error) {
      throw explain(error, url, timeoutMs);
    } finally {
      await dispatcher.destroy();
    }
  };
}

/** All of IPv6 that is routed (RFC 4291 §2.4): what else counts as unicast may hide an address of IPv4. */
const routedIpv6 = ipaddr.IPv6.parseCIDR('2000::/3');

function isPublic(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (address.range() !== 'unicast') return false;
  return address.kind() === 'ipv4' || (address as ipaddr.IPv6).match(routedIpv6);
}

async function resolveBySystem(hostname: string): Promise<string[]> {
  return (await lookup(hostname, { all: true })).map(({ address }) => address);
}

function isLoopback(hostname: string): boolean {
  return ipaddr.isValid(hostname) && ipaddr.process(hostname).range() === 'loopback';
}

async function readUpTo(body: AsyncIterable<Uint8Array> | null, maxBytes: number, url: URL): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new FetchRefused(`${url.host} answers more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** What went wrong in words; causes of the network are named by their code, nothing else of them is shown. */
function explain(error: unknown, url: URL, timeoutMs: number): FetchRefused {
  if (error instanceof FetchRefused) return error;
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof FetchRefused) return cause;
  const isLate = error instanceof Error && error.name === 'TimeoutError';
  if (isLate) return new FetchRefused(`${url.host} did not answer within ${timeoutMs / 1000} seconds`);
  const { code = 'no connection' } = (cause ?? {}) as { code?: string };
  return new FetchRefused(`${url.host} cannot be reached (${code})`);
}
