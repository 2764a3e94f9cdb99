import ipaddr from 'ipaddr.js';

/** A name or address that always means this machine (RFC 6761 §6.3); IPv6 addresses with or without brackets. */
export function isLoopback(host: string): boolean {
  const hostname = withoutBrackets(host);
  if (hostname === 'localhost' || hostname.endsWith('.localhost')) return true;
  return ipaddr.isValid(hostname) && ipaddr.process(hostname).range() === 'loopback';
}

/** IPv6 addresses stand in brackets in a URL. */
export const withoutBrackets = (host: string) => host.replace(/^\[(.*)\]$/, '$1');
