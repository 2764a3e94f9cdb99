import { serve } from '@hono/node-server';
import type { Problem } from '../output/failure.ts';
import { isPortTaken, portTaken } from './start-failure.ts';

type Fetch = (request: Request) => Response | Promise<Response>;

export interface ControlPlaneServer {
  url: string;
  /** From now on requests are answered by this; before, everything is 503. */
  answerWith(fetch: Fetch): void;
  close(): Promise<void>;
}

/**
 * Listens before there is anything to serve, so that a taken port is found at once and `GET /health` answers 503 while
 * the rest starts. Throws `port_taken`.
 */
export async function listenControlPlane(port: number): Promise<ControlPlaneServer> {
  let answer: Fetch = answerStarting;
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const server = serve({ fetch: (request) => answer(request), port, hostname: 'localhost' }, (address) =>
    resolve(address.port),
  );
  server.once('error', reject);
  const chosen = await promise.catch((error: unknown) => {
    throw isPortTaken(error)
      ? portTaken({ part: 'the control plane', variable: 'COHABIT_PORT', port }, error)
      : error;
  });
  return {
    url: `http://localhost:${chosen}`,
    answerWith(fetch) {
      answer = fetch;
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}

function answerStarting(): Response {
  const body: Problem = {
    type: 'urn:cohabit:error:starting',
    title: 'Cohabit is starting',
    status: 503,
    code: 'starting',
    detail: 'Not all parts are ready. Try again in a moment.',
  };
  return Response.json(body, {
    status: 503,
    headers: { 'content-type': 'application/problem+json', 'retry-after': '1', 'cache-control': 'no-store' },
  });
}
