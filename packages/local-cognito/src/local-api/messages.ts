import { json } from '../answer.ts';
import type { Cognito } from '../cognito.ts';
import type { Route } from './local-api.ts';

/** `GET` lists what AWS would have sent, oldest first; `?to=`, `?poolId=`, `?username=` and `?purpose=` narrow it. */
export function messagesRoute({ store }: Cognito): Route {
  return {
    GET(_request, url) {
      const read = (name: string) => url.searchParams.get(name) ?? undefined;
      const filter = {
        to: read('to'),
        poolId: read('poolId'),
        username: read('username'),
        purpose: read('purpose'),
      };
      return json(200, store.messages.list(filter));
    },
  };
}
