import {
  type Clock,
  type HistoryEntry,
  history,
  isCohabitError,
  isoNow,
  newId,
  put,
  type Registry,
  type TenantId,
} from '@cohabit/core';
import { mapCognitoError } from '../cognito/map-errors.ts';

/**
 * Runs the steps of a reconciliation and records them. A step is written down as started before it touches Cognito,
 * so that a later run knows what an interrupted one may have left behind.
 */
export interface Steps {
  run<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Whether a run, this or an earlier one, ever started a step of this name. */
  wasStarted(name: string): Promise<boolean>;
}

/** Steps of one tenant, recorded in its history. */
export function tenantSteps(parts: { registry: Registry; clock: Clock }, tenantId: TenantId): Steps {
  const { registry, clock } = parts;
  return {
    async run(name, work) {
      const entry: HistoryEntry = {
        id: newId('hst', clock),
        tenantId,
        at: isoNow(clock),
        actor: 'reconciler',
        step: name,
        outcome: 'started',
        version: 0,
      };
      await registry.commit([put(history, entry)]);
      const startedAt = clock();
      const finish = (end: Pick<HistoryEntry, 'outcome' | 'message'>) =>
        registry.commit([put(history, { ...entry, ...end, version: 1, durationMs: clock() - startedAt })]);
      try {
        const result = await work();
        await finish({ outcome: 'done' });
        return result;
      } catch (error) {
        const failure = mapCognitoError(error);
        const message = isCohabitError(failure) ? failure.message : 'Something went wrong on our side.';
        await finish({ outcome: 'failed', message });
        throw failure;
      }
    },
    async wasStarted(name) {
      let cursor: string | undefined;
      do {
        const page = await registry.query(history, tenantId, { limit: 200, cursor });
        if (page.items.some((entry) => entry.step === name)) return true;
        cursor = page.cursor;
      } while (cursor !== undefined);
      return false;
    },
  };
}

/** Steps of the installation itself, which has no history: an earlier run may always have happened. */
export const unrecordedSteps: Steps = { run: (_name, work) => work(), wasStarted: async () => true };
