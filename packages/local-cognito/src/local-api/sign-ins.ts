import { json } from '../answer.ts';
import type { Cognito } from '../cognito.ts';
import { listTraces } from '../federation/trace.ts';
import { pageAnswer } from '../local-pages/local-page.ts';
import { wantsJson } from '../local-pages/wants-json.ts';
import { signInPage, unknownSignInPage } from '../sign-in-traces/sign-in-page.ts';
import { signInsPage } from '../sign-in-traces/sign-ins-page.ts';
import type { Route } from './local-api.ts';

/** `GET` lists what happened in sign-ins through providers, the latest first: a page, or JSON for those who accept it. */
export function signInsRoute(cognito: Cognito): Route {
  return {
    GET(request) {
      const traces = listTraces(cognito);
      if (wantsJson(request)) return json(200, traces);
      return pageAnswer(signInsPage({ traces, clientName: clientNames(cognito) }));
    },
  };
}

/** `GET` shows one of them, or says that it is not known any more. */
export function signInRoute(cognito: Cognito, id: string): Route {
  return {
    GET(request) {
      const trace = listTraces(cognito).find((candidate) => candidate.id === id);
      if (wantsJson(request)) {
        return trace ? json(200, trace) : json(404, { message: `There is no sign-in ${id}.` });
      }
      if (!trace) return pageAnswer(unknownSignInPage(), { status: 404 });
      return pageAnswer(signInPage({ trace, clientName: clientNames(cognito) }));
    },
  };
}

const clientNames =
  ({ store }: Cognito) =>
  (clientId: string) =>
    store.clients.get(clientId)?.client.ClientName ?? clientId;
