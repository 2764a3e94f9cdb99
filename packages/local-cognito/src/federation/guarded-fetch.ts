/*
 * Fetches addresses that tenants choose: the request must not reach what only this machine can reach, nor be held up or
 * filled up by the answer (OWASP, "Server-Side Request Forgery Prevention").
 */
import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, fetch, type Response as UndiciResponse } from 'undici';
import { FetchRefused } from './fetch-refused.ts';
import { isLoopback, withoutBrackets } from './loopback.ts';

export interface GuardedFetchOptions {
  /** Also reach private and link-local addresses, and other ports than 443. Those of this machine are always reached. */
  allowPrivateAddresses?: boolean | undefined;
  /** Every address of a name; the system's resolver by default. */
  resolve?: (hostname: string) => Promise<string[]>;
  /** For everything together: names, connections, redirects, the body. */
  timeoutMs?: number;
  /** Of the body. */
  maxBytes?: number;
}

interface GuardedRequest {
  method?: string;
  headers?: Record<string, string> | Headers;
  body?: string | URLSearchParams | null | undefined;
  /** Media types that a good answer may have; any by default. */
  contentTypes?: readonly string[];
}

/** Answers with a whole response, of any status but a redirect. Throws {@link FetchRefused}. */
export type GuardedFetch = (address: string, request?: GuardedRequest) => Promise<Response>;

const maxRedirects = 20;
const withoutBody = new Set([204, 205, 304]);
const privateRanges = new Set(['private', 'uniqueLocal', 'linkLocal', 'carrierGradeNat', 'loopback']);
const userAgent = 'Amazon/Cognito';

/**
 * Fetches by https from public addresses, and by http or https from this machine. The addresses that a name resolves to
 * are checked as the connection is made, so that a name cannot change in between.
 */
export function createGuardedFetch({
  allowPrivateAddresses = false,
  resolve = resolveBySystem,
  timeoutMs = 5000,
  maxBytes = 1024 * 1024,
}: GuardedFetchOptions = {}): GuardedFetch {
  const isReachable = (address: string) => {
    const parsed = ipaddr.process(address);
    return isPublic(parsed) || (allowPrivateAddresses && privateRanges.has(parsed.range()));
  };

  const addressesOf = async (hostname: string): Promise<string[]> => {
    if (isLoopback(hostname)) return loopbackAddresses;
    const addresses = await resolve(hostname);
    if (addresses.length > 0 && addresses.every(isReachable)) return addresses;
    throw new FetchRefused('address', hostname);
  };

  const pinnedLookup: LookupFunction = (hostname, { all }, callback) => {
    addressesOf(hostname).then(
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

  const checkUrl = (url: URL) => {
    const hostname = withoutBrackets(url.hostname);
    const isLocal = isLoopback(hostname);
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal)) {
      throw new FetchRefused('protocol', url.href);
    }
    if (isLocal) return;
    if (url.port !== '' && !allowPrivateAddresses) throw new FetchRefused('port', url.host);
    // Connections to addresses that stand in the URL ask no resolver.
    if (ipaddr.isValid(hostname) && !isReachable(hostname)) throw new FetchRefused('address', hostname);
  };

  return async (address, { method = 'GET', headers: given, body, contentTypes } = {}) => {
    const headers = new Headers(given);
    headers.set('user-agent', userAgent);
    headers.set('accept-encoding', 'identity');
    const signal = AbortSignal.timeout(timeoutMs);
    const dispatcher = new Agent({ connect: { lookup: pinnedLookup }, autoSelectFamily: true });
    let url = parse(address);
    try {
      for (let hops = 0; hops <= maxRedirects; hops += 1) {
        checkUrl(url);
        const init = {
          method,
          headers: Object.fromEntries(headers),
          redirect: 'manual',
          signal,
          dispatcher,
        } as const;
        const response = await fetch(url, body ? { ...init, body: body.toString() } : init);
        const location = response.headers.get('location');
        if (response.status < 300 || response.status > 399 || location === null) {
          if (contentTypes && response.ok) checkType(response, contentTypes, url);
          return await readWhole(response, maxBytes, url);
        }
        const next = parse(location, url);
        if (method !== 'GET') throw new FetchRefused('redirected request', url.host);
        if (isLoopback(next.hostname) && !isLoopback(url.hostname)) {
          throw new FetchRefused('address', next.hostname);
        }
        if (next.origin !== url.origin) headers.delete('authorization');
        url = next;
      }
      throw new FetchRefused('redirects', url.host);
    } catch (error) {
      throw FetchRefused.from(error, url);
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

const loopbackAddresses = ['127.0.0.1', '::1'];

function parse(address: string, base?: URL): URL {
  if (URL.canParse(address, base?.href)) return new URL(address, base);
  throw new FetchRefused('protocol', address);
}

async function resolveBySystem(hostname: string): Promise<string[]> {
  const found = await lookup(hostname, { all: true });
  return found.map(({ address }) => address);
}

function checkType({ headers }: UndiciResponse, contentTypes: readonly string[], url: URL): void {
  const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (!contentTypes.includes(type)) throw new FetchRefused('content type', url.host, type);
}

async function readWhole(response: UndiciResponse, maxBytes: number, url: URL): Promise<Response> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += (chunk as Uint8Array).byteLength;
    if (size > maxBytes) throw new FetchRefused('size', url.host);
    chunks.push(chunk as Uint8Array);
  }
  const body = withoutBody.has(response.status) ? null : Buffer.concat(chunks);
  return new Response(body, { status: response.status, headers: [...response.headers] });
}
