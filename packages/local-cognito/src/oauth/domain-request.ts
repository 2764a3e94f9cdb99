import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Answer } from '../answer.ts';
import type { Cognito } from '../cognito.ts';
import { type Domain, domainKind } from '../domains/domain.ts';
import { readBody } from '../request-body.ts';
import type { PoolRecord } from '../storage/records.ts';

/**
 * A request at a user pool's domain, reached by host (`http://<prefix>.auth.<region>.localhost:<port>`, or a custom
 * domain's own name) or by path on the plain endpoint (`http://localhost:<port>/domains/<domain>`).
 */
export interface DomainRequest {
  cognito: Cognito;
  pool: PoolRecord;
  domain: Domain;
  method: string;
  /** Below the domain, such as `/oauth2/authorize`. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** The first value of each cookie. */
  cookies: Readonly<Record<string, string>>;
  /** The domain as the caller reached it, without a slash at the end. What providers are told to come back to starts with it. */
  baseUrl: string;
  /** The path of `baseUrl`: `''`, or `/domains/<domain>`. Links of pages start with it. */
  basePath: string;
  /** Reached by https. */
  isSecure: boolean;
  /** The caller's address. */
  ip: string;
  /** The body as it came. Throws RequestEntityTooLargeException past 256 KiB. */
  text(): Promise<string>;
  /** The fields of a posted form. Throws RequestEntityTooLargeException past 256 KiB. */
  form(): Promise<URLSearchParams>;
}

/** Answers at one address of every domain. */
export type DomainEndpoint = (request: DomainRequest) => Answer | Promise<Answer>;

const maxBodyBytes = 256 * 1024;
const pathPrefix = '/domains/';

/** The request as its domain sees it; `undefined` when it names no domain that a pool has. */
export function findDomainRequest(
  cognito: Cognito,
  message: IncomingMessage,
  url: URL,
): DomainRequest | undefined {
  const host = message.headers.host ?? '';
  const byHost = domainOfHost(host.replace(/:\d+$/, ''), cognito.region);
  const isByPath = url.pathname.startsWith(pathPrefix);
  const [name = ''] = isByPath ? url.pathname.slice(pathPrefix.length).split('/', 1) : [byHost];
  const found = name === '' ? undefined : cognito.store.documents.findById(domainKind, name);
  const pool = found && cognito.store.pools.get(found.poolId);
  if (!pool) return undefined;
  const basePath = isByPath ? `${pathPrefix}${name}` : '';
  let body: Promise<string> | undefined;
  const text = () => {
    body ??= readBody(message, maxBodyBytes);
    return body;
  };
  return {
    cognito,
    pool,
    domain: found.document,
    method: message.method ?? 'GET',
    path: url.pathname.slice(basePath.length),
    query: url.searchParams,
    headers: message.headers,
    cookies: readCookies(message.headers.cookie ?? ''),
    baseUrl: `${originOf(message)}${basePath}`,
    basePath,
    isSecure: isSecure(message),
    ip: message.socket.remoteAddress ?? '',
    text,
    form: async () => new URLSearchParams(await text()),
  };
}

/** Scheme, host and port as the caller knows them. */
export function originOf(message: IncomingMessage): string {
  return `${isSecure(message) ? 'https' : 'http'}://${message.headers.host ?? 'localhost'}`;
}

const isSecure = ({ socket }: IncomingMessage) => (socket as Partial<TLSSocket>).encrypted === true;

/**
 * The name under which a pool may have the host: the prefix of `<prefix>.auth.<region>.localhost`, or a custom domain. A
 * bare name or an address is the server's own, whatever prefixes there are.
 */
function domainOfHost(hostname: string, region: string): string {
  const suffix = `.auth.${region}.localhost`;
  if (hostname.endsWith(suffix)) return hostname.slice(0, -suffix.length);
  return hostname.includes('.') && isIP(hostname) === 0 ? hostname : '';
}

function readCookies(header: string): Record<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=');
    const name = pair.slice(0, at).trim();
    if (at > 0 && !cookies.has(name)) cookies.set(name, pair.slice(at + 1).trim());
  }
  return Object.fromEntries(cookies);
}
