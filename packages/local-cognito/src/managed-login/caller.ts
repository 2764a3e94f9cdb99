import type { CallContext } from '../threat-protection/context-data.ts';
import type { Visit } from './visit.ts';

/** Where a sign-in comes from, for threat protection. */
export function callerOf({ request }: Pick<Visit, 'request'>): CallContext {
  const { ip, baseUrl, path } = request;
  const ServerName = new URL(baseUrl).host;
  return { ContextData: { IpAddress: ip, ServerName, ServerPath: path, HttpHeaders: [] } };
}
