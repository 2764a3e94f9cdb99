import type { CustomFetch } from 'openid-client';
import { FetchRefused } from '../fetch-refused.ts';
import type { GuardedFetch } from '../guarded-fetch.ts';

/** What a provider is asked for. */
export type Stage = 'discovery' | 'token' | 'keys' | 'userInfo';

/** A provider could not be asked. */
export class StageFailed extends Error {
  readonly stage: Stage;
  readonly refused: FetchRefused;
  constructor(stage: Stage, refused: FetchRefused) {
    super(refused.message, { cause: refused });
    this.stage = stage;
    this.refused = refused;
  }
}

/** What was asked for last, to say where something went wrong. */
export interface Progress {
  stage: Stage;
}

/** The guarded fetch as openid-client calls it, for one stage; `method` instead of openid-client's own. */
export function fetchAs(
  fetch: GuardedFetch,
  stage: Stage,
  { method, progress }: { method?: string | undefined; progress?: Progress | undefined } = {},
): CustomFetch {
  return async (url, options) => {
    const { body } = options;
    if (progress) progress.stage = stage;
    try {
      return await fetch(url, {
        method: method ?? options.method,
        headers: options.headers,
        body: body instanceof URLSearchParams || typeof body === 'string' ? body : undefined,
      });
    } catch (error) {
      throw error instanceof FetchRefused ? new StageFailed(stage, error) : error;
    }
  };
}
