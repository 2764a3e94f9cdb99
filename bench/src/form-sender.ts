import { Agent, type IncomingMessage, request } from 'node:http';

/** Requests of browsers and apps over raw HTTP, on connections that stay open. */
export interface Sender {
  /** Posts a form, and answers the JSON of a response with status 200. */
  post(path: string, form: Record<string, string>): Promise<Record<string, string>>;
  /** Gets an address, and answers where it redirects. */
  follow(path: string, cookie: string): Promise<string>;
  close(): void;
}

export function createSender(endpoint: string, connections: number): Sender {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const { hostname, port } = new URL(endpoint);

  const send = (
    options: { method: string; path: string; headers: Record<string, string | number> },
    body = '',
  ): Promise<{ response: IncomingMessage; text: string }> =>
    new Promise((resolve, reject) => {
      const outgoing = request({ agent, hostname, port, ...options }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve({ response, text: Buffer.concat(chunks).toString() }));
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });

  return {
    async post(path, form) {
      const body = new URLSearchParams(form).toString();
      const headers = {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': Buffer.byteLength(body),
      };
      const { response, text } = await send({ method: 'POST', path, headers }, body);
      if (response.statusCode !== 200) throw new Error(`${path} answered ${response.statusCode}: ${text}`);
      return JSON.parse(text) as Record<string, string>;
    },
    async follow(path, cookie) {
      const { response } = await send({ method: 'GET', path, headers: { cookie } });
      if (response.headers.location === undefined) {
        throw new Error(`${path} answered ${response.statusCode} and does not redirect.`);
      }
      return response.headers.location;
    },
    close: () => agent.destroy(),
  };
}
