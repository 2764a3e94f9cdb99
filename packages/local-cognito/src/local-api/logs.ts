import { json } from '../answer.ts';
import type { Cognito } from '../cognito.ts';
import type { Route } from './local-api.ts';

/** `GET` lists what pools exported, oldest first; `?poolId=` and `?eventSource=` narrow it. */
export function logsRoute({ store }: Cognito): Route {
  return {
    GET(_request, { searchParams }) {
      const read = (name: string) => searchParams.get(name) ?? undefined;
      return json(200, store.logs.list({ poolId: read('poolId'), eventSource: read('eventSource') }));
    },
  };
}
