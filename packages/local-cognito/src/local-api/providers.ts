import { json } from '../answer.ts';
import type { FakeProviders } from '../fake-providers/fake-providers.ts';
import { providersPage } from '../fake-providers/providers-page.ts';
import { pageAnswer } from '../local-pages/local-page.ts';
import { wantsJson } from '../local-pages/wants-json.ts';
import type { Route } from './local-api.ts';

/** `GET` lists the fake providers: a page for people, JSON for those who accept it. */
export function providersRoute(providers: FakeProviders): Route {
  return {
    GET(request) {
      const list = providers.list();
      return wantsJson(request) ? json(200, list) : pageAnswer(providersPage(list));
    },
  };
}
