import type { Cognito } from '../cognito.ts';
import { pageAnswer } from '../local-pages/local-page.ts';
import { mailboxPage } from '../mailbox/mailbox-page.ts';
import type { Route } from './local-api.ts';

/** `GET` shows the messages as a page for people; `?to=` narrows to one recipient. */
export function mailboxRoute({ store }: Cognito): Route {
  return {
    GET(_request, url) {
      const to = url.searchParams.get('to')?.trim() || undefined;
      const messages = store.messages.list();
      return pageAnswer(mailboxPage({ messages, to }));
    },
  };
}
