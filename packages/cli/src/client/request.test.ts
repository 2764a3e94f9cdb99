import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CommandFailure, renderFailure } from '../output/failure.ts';
import { createRequest } from './request.ts';

async function serveWith(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0);
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

async function failureOf(url: string): Promise<CommandFailure> {
  const error = await createRequest(url, 'secret-token')('GET', '/v1/tenants').catch(
    (thrown: unknown) => thrown,
  );
  if (error instanceof CommandFailure) return error;
  throw new Error(`not refused: ${error}`);
}

describe('calls of the control plane', () => {
  it('carry the token and answer the JSON', async () => {
    const url = await serveWith((request, response) =>
      response.end(JSON.stringify({ path: request.url, token: request.headers.authorization })),
    );
    expect(await createRequest(`${url}/`, 'secret-token')('GET', '/v1/tenants')).toEqual({
      path: '/v1/tenants',
      token: 'Bearer secret-token',
    });
  });

  it('turn a problem into one block with its request id, and never show the token', async () => {
    const url = await serveWith((_request, response) => {
      response.writeHead(409, { 'content-type': 'application/problem+json', 'x-request-id': 'req-7' });
      response.end(
        JSON.stringify({ title: 'The slug is taken', status: 409, code: 'slug_taken', detail: 'Choose.' }),
      );
    });
    const text = renderFailure(await failureOf(url));
    expect(text).toBe('Error: The slug is taken\n  Choose.\n  (slug_taken, HTTP 409, request req-7)');
    expect(text).not.toContain('secret-token');
  });

  it('say when somebody else answers', async () => {
    const url = await serveWith((_request, response) =>
      response.writeHead(200).end('<html>Welcome to nginx'),
    );
    expect((await failureOf(url)).problem).toMatchObject({ code: 'not_cohabit', status: 200 });
  });

  it('say when nobody answers', async () => {
    expect(renderFailure(await failureOf('http://localhost:1'))).toMatch(
      /^Error: Nothing answers at http:\/\/localhost:1\n {2}\S.*\n {2}Start Cohabit with "cohabit up"/,
    );
  });
});
