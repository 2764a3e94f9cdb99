import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SigningKey {
  kid: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
  jwk: Record<string, unknown>;
}

export function createSigningKey(kid: string, modulusLength = 2048): SigningKey {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength });
  return {
    kid,
    privateKey,
    publicKey,
    jwk: { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' },
  };
}

export function encodePart(value: unknown): string {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
}

/** A compact JWS; `payload` and `header` may be texts, so that JSON which `JSON.stringify` never writes can be signed. */
export function signToken(
  key: SigningKey,
  payload: unknown,
  header: unknown = { kid: key.kid, alg: 'RS256' },
): string {
  const input = `${encodePart(header)}.${encodePart(payload)}`;
  return `${input}.${sign('RSA-SHA256', Buffer.from(input), key.privateKey).toString('base64url')}`;
}

/** An HTTP server on a free port that serves a JWK set at every path and remembers what was asked of it. */
export async function startJwksServer(keys: SigningKey[]) {
  const state: { keys: SigningKey[]; answer: RequestListener | undefined; requests: string[] } = {
    keys,
    answer: undefined,
    requests: [],
  };
  const server = createServer((request, response) => {
    state.requests.push(request.url ?? '');
    if (state.answer) return state.answer(request, response);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ keys: state.keys.map((key) => key.jwk) }));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, {
    endpoint: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  });
}
