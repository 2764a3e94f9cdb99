import { json } from '../answer.ts';
import type { Cognito } from '../cognito.ts';
import type { FakeProviders } from '../fake-providers/fake-providers.ts';
import { listTraces } from '../federation/trace.ts';
import { pageAnswer } from '../local-pages/local-page.ts';
import { wantsJson } from '../local-pages/wants-json.ts';
import { signInPage, unknownSignInPage } from '../sign-in-traces/sign-in-page.ts';
import { signInsPage } from '../sign-in-traces/sign-ins-page.ts';
import { namesOf } from '../sign-in-traces/trace-names.ts';
import type { Route } from './local-api.ts';

/** `GET` lists what happened in sign-ins through providers, the latest first: a page, or JSON for those who accept it. */
export function signInsRoute(cognito: Cognito, fakeProviders: FakeProviders): Route {
  return {
    GET(request) {
      const traces = listTraces(cognito);
      if (wantsJson(request)) return json(200, traces);
      return pageAnswer(signInsPage(traces, (trace) => namesOf(cognito, fakeProviders, trace)));
    },
  };
}

/** `GET` shows one of them, or says that it is not known any more. */
export function signInRoute(cognito: Cognito, fakeProviders: FakeProviders, id: string): Route {
  return {
    GET(request) {
      const trace = listTraces(cognito).find((candidate) => candidate.id === id);
      if (wantsJson(request)) {
        return trace ? json(200, trace) : json(404, { message: `There is no sign-in ${id}.` });
      }
      if (!trace) return pageAnswer(unknownSignInPage(), { status: 404 });
      return pageAnswer(signInPage(trace, namesOf(cognito, fakeProviders, trace)));
    },
  };
}
