import type { ClientRecord, PoolRecord } from '../storage/records.ts';
import type { TriggerInvoker } from './invoke.ts';

/** The groups and roles that would stand in the tokens. */
export interface GroupConfiguration {
  groupsToOverride: string[];
  iamRolesToOverride: string[];
  preferredRole: string | null;
}

/** What the function answered, in the shape of its LambdaVersion (V3_0 answers as V2_0 does). */
export interface TokenOverrides {
  version: 'V1_0' | 'V2_0';
  response: Record<string, unknown>;
}

/** Asks the PreTokenGeneration function what the tokens should hold; `undefined`: the pool has none. */
export async function preTokenGeneration(
  triggers: TriggerInvoker,
  call: {
    pool: PoolRecord;
    client: ClientRecord;
    username: string;
    userAttributes: Record<string, string>;
    triggerSource: string;
    clientMetadata: Record<string, string> | undefined;
    groupConfiguration: GroupConfiguration;
    /** Of the access token; functions from version V2_0 on see them. */
    scopes: string[];
  },
): Promise<TokenOverrides | undefined> {
  const version = call.pool.pool.LambdaConfig?.PreTokenGenerationConfig?.LambdaVersion ?? 'V1_0';
  const isV1 = version === 'V1_0';
  const response = await triggers.invoke('PreTokenGeneration', {
    pool: call.pool,
    clientId: call.client.id,
    username: call.username,
    triggerSource: call.triggerSource,
    version: version.charAt(1),
    request: {
      userAttributes: call.userAttributes,
      groupConfiguration: call.groupConfiguration,
      ...(call.clientMetadata ? { clientMetadata: call.clientMetadata } : {}),
      ...(isV1 ? {} : { scopes: call.scopes }),
    },
    response: isV1 ? { claimsOverrideDetails: null } : { claimsAndScopeOverrideDetails: null },
  });
  return response && { version: isV1 ? 'V1_0' : 'V2_0', response };
}

/** Asks a function of version V3_0 what a machine's access token should hold; older versions are not asked. */
export async function clientCredentialsToken(
  triggers: TriggerInvoker,
  call: {
    pool: PoolRecord;
    client: ClientRecord;
    scopes: readonly string[];
    clientMetadata?: Record<string, string> | undefined;
  },
): Promise<TokenOverrides | undefined> {
  const version = call.pool.pool.LambdaConfig?.PreTokenGenerationConfig?.LambdaVersion;
  if (version !== 'V3_0') return undefined;
  const response = await triggers.invoke('PreTokenGeneration', {
    pool: call.pool,
    clientId: call.client.id,
    username: 'ClientCredentials',
    triggerSource: 'TokenGeneration_ClientCredentials',
    version: '3',
    request: {
      userAttributes: {},
      groupConfiguration: null,
      scopes: call.scopes,
      ...(call.clientMetadata ? { clientMetadata: call.clientMetadata } : {}),
    },
    response: { claimsAndScopeOverrideDetails: null },
  });
  return response && { version: 'V2_0', response };
}
