import { MAX_CHANGES, overwrite, type Registry, usage } from '@cohabit/core';
import type { UsageSink } from './meter.ts';

/** Keeps usage in the registry. Records of one source overwrite what it wrote before, so a retry counts once. */
export function registryUsageSink(registry: Registry): UsageSink {
  return {
    async write(records) {
      for (let start = 0; start < records.length; start += MAX_CHANGES) {
        const chunk = records.slice(start, start + MAX_CHANGES);
        await registry.commit(chunk.map((record) => overwrite(usage, record)));
      }
    },
  };
}
