import { json } from '../answer.ts';
import type { Cognito } from '../cognito.ts';
import type { Route } from './local-api.ts';

/** `GET` lists what AWS would have sent, oldest first; `?to=` narrows to one recipient. */
export function messagesRoute({ store }: Cognito): Route {
  return {
    GET: (_request, url) => json(200, store.messages.list({ to: url.searchParams.get('to') ?? undefined })),
  };
}
