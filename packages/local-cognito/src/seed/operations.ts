import type * as z from 'zod';
import type { Cognito } from '../cognito.ts';
import type { Ids } from '../ids.ts';
import { createDispatcher } from '../wire/dispatch.ts';

/** The API's operations, called as a client would, but with ids chosen by the seed. */
export interface Operations {
  call(operation: string, input: object, ids?: Partial<Ids>): Promise<Record<string, unknown>>;
}

export function createOperations(cognito: Cognito): Operations {
  const plain = createDispatcher(cognito);
  return {
    async call(operation, input, ids) {
      const dispatcher = ids ? createDispatcher({ ...cognito, ids: { ...cognito.ids, ...ids } }) : plain;
      return JSON.parse(await dispatcher.call(operation, JSON.stringify(input)));
    },
  };
}

/** Throws for a member that the operation does not have: Cognito would ignore it, and so hide a misspelling. */
export function checkMembers(
  operation: { name: string; input: z.ZodType },
  settings: object | undefined,
): void {
  const members = (operation.input as z.ZodObject).shape;
  const unknown = Object.keys(settings ?? {}).find((name) => !(name in members));
  if (unknown === undefined) return;
  throw new Error(
    `${operation.name} has no member ${unknown}: expected one of ${Object.keys(members).join(', ')}`,
  );
}
