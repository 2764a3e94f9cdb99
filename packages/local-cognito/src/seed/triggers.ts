import { resolve } from 'node:path';
import type { Cognito } from '../cognito.ts';
import { loadFunctionFile } from '../triggers/function-file.ts';
import type { TriggerName } from '../triggers/invoke.ts';
import type { SeedPool } from './seed-schema.ts';

/** Always given with a version in `LambdaConfig`. */
const versioned = new Set<TriggerName>(['CustomEmailSender', 'CustomSMSSender', 'InboundFederation']);
const senders = new Set<TriggerName>(['CustomEmailSender', 'CustomSMSSender']);

/** Loads the pool's function files and answers its `LambdaConfig`, with an ARN for each. */
export async function registerTriggers(
  { region, accountId, triggers }: Cognito,
  pool: SeedPool,
  folder: string,
): Promise<object | undefined> {
  const entries = Object.entries(pool.triggers ?? {}) as [
    TriggerName,
    string | { file: string; version: string },
  ][];
  if (entries.length === 0) return undefined;
  const given = (pool.settings?.LambdaConfig ?? {}) as Record<string, unknown>;
  const config: Record<string, unknown> = { ...given };
  for (const [name, value] of entries) {
    const { file, version } = typeof value === 'string' ? { file: value, version: undefined } : value;
    const arn = `arn:aws:lambda:${region}:${accountId}:function:${pool.name.replace(/\W+/g, '-')}-${name}`;
    triggers.registerFunction(arn, await loadFunctionFile(resolve(folder, file)));
    const isVersioned = version !== undefined || versioned.has(name);
    const member = name === 'PreTokenGeneration' && isVersioned ? 'PreTokenGenerationConfig' : name;
    config[member] = isVersioned ? { LambdaVersion: version ?? 'V1_0', LambdaArn: arn } : arn;
    if (senders.has(name)) config.KMSKeyID ??= `arn:aws:kms:${region}:${accountId}:key/local`;
  }
  return config;
}
