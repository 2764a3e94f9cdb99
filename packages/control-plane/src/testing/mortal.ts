import type { Registry } from '@cohabit/core';
import type { CognitoClient } from '../cognito/client.ts';

/** How many calls a process makes before it dies. */
export interface Life {
  callsLeft: number;
}

export const DEATH = 'process died';

/**
 * A registry and a Cognito client of a process that dies after so many successful calls: the last call takes effect,
 * but its answer never comes, and nothing works afterwards.
 */
export function mortal(life: Life, parts: { registry: Registry; cognito: CognitoClient }) {
  async function live<T>(call: () => Promise<T>): Promise<T> {
    if (life.callsLeft <= 0) throw new Error(DEATH);
    const answer = await call();
    life.callsLeft--;
    if (life.callsLeft <= 0) throw new Error(DEATH);
    return answer;
  }
  const { registry, cognito } = parts;
  const mortalRegistry: Registry = {
    get: (...call) => live(() => registry.get(...call)),
    getByUnique: (...call) => live(() => registry.getByUnique(...call)),
    query: (...call) => live(() => registry.query(...call)),
    queryIndex: (...call) => live(() => registry.queryIndex(...call)),
    commit: (changes) => live(() => registry.commit(changes)),
    close: () => registry.close(),
  };
  const send = (command: never) => live(() => cognito.send(command) as Promise<unknown>);
  return { registry: mortalRegistry, cognito: { send } as unknown as CognitoClient };
}
