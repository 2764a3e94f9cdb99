import type { Cognito } from '../cognito.ts';
import { mailboxPage } from '../mailbox/mailbox-page.ts';
import type { Route } from './local-api.ts';

/** `GET` shows the messages as a page for people; `?to=` narrows to one recipient. */
export function mailboxRoute({ store }: Cognito): Route {
  return {
    GET(_request, url) {
      const to = url.searchParams.get('to')?.trim() || undefined;
      const messages = store.messages.list();
      return {
        status: 200,
        headers: {
          'content-type': 'text/html; charset=utf-8',
          'cache-control': 'no-store',
          'content-security-policy':
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
          'referrer-policy': 'no-referrer',
          'x-content-type-options': 'nosniff',
        },
        body: mailboxPage({ messages, to }),
      };
    },
  };
}
