import type { ClientRecord } from '../storage/records.ts';
import { invalidParameter } from '../wire/errors.ts';

/** Flows as `ExplicitAuthFlows` names them, without `ALLOW_`. */
export type AllowedFlow =
  | 'USER_PASSWORD_AUTH'
  | 'ADMIN_USER_PASSWORD_AUTH'
  | 'USER_SRP_AUTH'
  | 'REFRESH_TOKEN_AUTH'
  | 'CUSTOM_AUTH'
  | 'USER_AUTH';

/** What a client allows when it names nothing, or only values from before `ALLOW_…`. */
const legacyDefaults: AllowedFlow[] = ['USER_SRP_AUTH', 'REFRESH_TOKEN_AUTH', 'CUSTOM_AUTH'];

/** Throws InvalidParameterException naming the flow as the caller did. */
export function checkFlowAllowed(client: ClientRecord, flow: AllowedFlow, calledAs: string = flow): void {
  if (!allowedFlows(client).has(flow)) throw invalidParameter(`${calledAs} flow not enabled for this client`);
}

/** Without `ALLOW_`. */
export function allowedFlows({ client }: ClientRecord): Set<string> {
  const listed: string[] = client.ExplicitAuthFlows ?? [];
  const modern = listed
    .filter((name) => name.startsWith('ALLOW_'))
    .map((name) => name.slice('ALLOW_'.length));
  if (modern.length > 0) return new Set(modern);
  if (listed.includes('CUSTOM_AUTH_FLOW_ONLY')) return new Set(['CUSTOM_AUTH', 'REFRESH_TOKEN_AUTH']);
  const renamed = listed.map((name) => (name === 'ADMIN_NO_SRP_AUTH' ? 'ADMIN_USER_PASSWORD_AUTH' : name));
  return new Set([...legacyDefaults, ...renamed]);
}
