import { connect } from 'node:net';
import { DescribeUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect, it } from 'vitest';
import type { RequestLogEntry } from './request-log.ts';
import { startWithSdk } from './testing/sdk.ts';

const target = (operation: string) => `AWSCognitoIdentityProviderService.${operation}`;

async function post(endpoint: string, operation: string | undefined, body: string) {
  const headers = { 'content-type': 'application/x-amz-json-1.1' };
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: operation === undefined ? headers : { ...headers, 'x-amz-target': operation },
    body,
  });
  const text = await response.text();
  return { response, json: JSON.parse(text) as Record<string, string> };
}

it('answers an error in body and headers as Cognito does', async () => {
  await using cognito = await startWithSdk();
  const body = JSON.stringify({ UserPoolId: 'us-east-1_missing00' });
  const { response, json } = await post(cognito.server.endpoint, target('DescribeUserPool'), body);
  expect(response.status).toBe(400);
  expect(response.headers.get('content-type')).toBe('application/x-amz-json-1.1');
  expect(response.headers.get('x-amzn-errortype')).toBe('ResourceNotFoundException:');
  expect(response.headers.get('x-amzn-errormessage')).toBe('User pool us-east-1_missing00 does not exist.');
  expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  expect(json).toEqual({
    __type: 'ResourceNotFoundException',
    message: 'User pool us-east-1_missing00 does not exist.',
  });
});

it('reports every failed constraint at once, in the words of the service', async () => {
  await using cognito = await startWithSdk();
  const one = await post(cognito.server.endpoint, target('DescribeUserPool'), '{}');
  expect(one.json).toEqual({
    __type: 'InvalidParameterException',
    message:
      "1 validation error detected: Value null at 'userPoolId' failed to satisfy constraint: Member must not be null",
  });
  const two = await post(
    cognito.server.endpoint,
    target('ListUsers'),
    JSON.stringify({ UserPoolId: 'nope', Limit: 61 }),
  );
  expect(two.json.message).toBe(
    "2 validation errors detected: Value 'nope' at 'userPoolId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w-]+_[0-9a-zA-Z]+; Value '61' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 60",
  );
  const nested = await post(
    cognito.server.endpoint,
    target('CreateUserPool'),
    JSON.stringify({
      PoolName: 'p',
      MfaConfiguration: 'SOMETIMES',
      Schema: [{ Name: 'a' }, { Name: 'x'.repeat(21) }],
    }),
  );
  expect(nested.json.message).toBe(
    `2 validation errors detected: Value 'SOMETIMES' at 'mfaConfiguration' failed to satisfy constraint: Member must satisfy enum value set: [OFF, ON, OPTIONAL]; Value '${'x'.repeat(21)}' at 'schema.2.member.name' failed to satisfy constraint: Member must have length less than or equal to 20`,
  );
});

it('does not repeat a password in an error', async () => {
  await using cognito = await startWithSdk();
  const body = { UserPoolId: 'us-east-1_abcdefghi', Username: 'alice', Password: 'my secret' };
  const { json } = await post(cognito.server.endpoint, target('AdminSetUserPassword'), JSON.stringify(body));
  expect(json.message).toBe(
    "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\S]+",
  );
});

it.each([
  ['malformed JSON', '{"UserPoolId":'],
  ['a body that is not an object', '["UserPoolId"]'],
  ['a number where text is expected', '{"UserPoolId":7}'],
  ['an object where text is expected', '{"UserPoolId":{}}'],
])('answers SerializationException for %s', async (_what, body) => {
  await using cognito = await startWithSdk();
  const { response, json } = await post(cognito.server.endpoint, target('DescribeUserPool'), body);
  expect(response.status).toBe(400);
  expect(json.__type).toBe('SerializationException');
});

it.each([undefined, 'DescribeUserPool', target('NoSuchOperation'), target('__proto__')])(
  'answers UnknownOperationException for the target %s',
  async (operation) => {
    await using cognito = await startWithSdk();
    const { response, json } = await post(cognito.server.endpoint, operation, '{}');
    expect(response.status).toBe(400);
    expect(json.__type).toBe('UnknownOperationException');
  },
);

it('refuses a body over 1 MiB, announced or not, and serves the next request', async () => {
  await using cognito = await startWithSdk();
  const { endpoint } = cognito.server;
  const big = JSON.stringify({ UserPoolId: 'x'.repeat(1024 * 1024) });
  const announced = await post(endpoint, target('DescribeUserPool'), big);
  expect(announced.response.status).toBe(413);
  expect(announced.json.__type).toBe('RequestEntityTooLargeException');
  const status = await sendRaw(endpoint, [
    `POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: ${target('DescribeUserPool')}\r\nTransfer-Encoding: chunked\r\n\r\n`,
    ...Array.from({ length: 20 }, () => `${(65_536).toString(16)}\r\n${'x'.repeat(65_536)}\r\n`),
  ]);
  expect(status).toBe('HTTP/1.1 413 Payload Too Large');
  const next = await post(endpoint, target('DescribeUserPool'), '{}');
  expect(next.response.status).toBe(400);
});

it('goes on serving after a client leaves in the middle of its body', async () => {
  const lines: RequestLogEntry[] = [];
  await using cognito = await startWithSdk({ logger: (line) => lines.push(line) });
  const { endpoint } = cognito.server;
  const socket = connect(Number(new URL(endpoint).port), '127.0.0.1');
  socket.write(
    `POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: ${target('ListUserPools')}\r\nContent-Length: 100\r\n\r\n{"Max`,
  );
  await new Promise((resolve) => setTimeout(resolve, 50));
  socket.destroy();
  const { response } = await post(endpoint, target('ListUserPools'), '{"MaxResults":1}');
  expect(response.status).toBe(200);
  expect(lines.map(({ status }) => status)).toEqual([200]);
});

it('answers request targets that are no path', async () => {
  await using cognito = await startWithSdk();
  const { endpoint } = cognito.server;
  for (const target of ['//', '*', 'http://', '/%']) {
    expect(await sendRaw(endpoint, [`GET ${target} HTTP/1.1\r\nHost: x\r\n\r\n`])).toBe(
      'HTTP/1.1 404 Not Found',
    );
  }
});

it('lets browsers of any origin call it', async () => {
  await using cognito = await startWithSdk();
  const preflight = await fetch(cognito.server.endpoint, {
    method: 'OPTIONS',
    headers: {
      origin: 'http://localhost:3000',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type,x-amz-target,x-amz-user-agent,cache-control',
    },
  });
  expect(preflight.status).toBe(200);
  expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
  expect(preflight.headers.get('access-control-allow-headers')).toBe(
    'content-type,x-amz-target,x-amz-user-agent,cache-control',
  );
  expect(preflight.headers.get('access-control-allow-methods')).toContain('POST');
  const { response } = await post(cognito.server.endpoint, target('DescribeUserPool'), '{}');
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  expect(response.headers.get('access-control-expose-headers')).toContain('x-amzn-ErrorType');
});

it('publishes the keys and the OpenID configuration of a pool, and of no other', async () => {
  await using cognito = await startWithSdk({ issuerBase: 'https://id.example.com' });
  const { endpoint } = cognito.server;
  const created = await post(endpoint, target('CreateUserPool'), '{"PoolName":"p"}');
  const pool = created.json.UserPool as unknown as { Id: string };
  const jwks = await fetch(`${endpoint}/${pool.Id}/.well-known/jwks.json`);
  const { keys } = (await jwks.json()) as { keys: Record<string, string>[] };
  expect(keys).toHaveLength(2);
  for (const key of keys) {
    expect(key).toMatchObject({ alg: 'RS256', kty: 'RSA', use: 'sig', e: 'AQAB' });
    expect(Object.keys(key)).not.toContain('d');
  }
  const configuration = await fetch(`${endpoint}/${pool.Id}/.well-known/openid-configuration`);
  expect(await configuration.json()).toMatchObject({
    issuer: `https://id.example.com/${pool.Id}`,
    jwks_uri: `https://id.example.com/${pool.Id}/.well-known/jwks.json`,
  });
  const missing = await fetch(`${endpoint}/us-east-1_missing00/.well-known/jwks.json`);
  expect(missing.status).toBe(404);
});

it('reports health, and refuses paths and methods that it does not serve', async () => {
  await using cognito = await startWithSdk();
  const { endpoint } = cognito.server;
  expect((await fetch(`${endpoint}/health`)).status).toBe(200);
  expect((await fetch(`${endpoint}/nothing`)).status).toBe(404);
  expect((await fetch(`${endpoint}/health`, { method: 'DELETE' })).status).toBe(405);
});

it('tells the client nothing of an unexpected fault, and the log everything but the input', async () => {
  const lines: RequestLogEntry[] = [];
  let isBroken = false;
  const clock = () => {
    if (isBroken) throw new Error('clock stopped');
    return Date.now();
  };
  await using cognito = await startWithSdk({ logger: (line) => lines.push(line), clock });
  isBroken = true;
  const { response, json } = await post(
    cognito.server.endpoint,
    target('CreateUserPool'),
    '{"PoolName":"secret-name"}',
  );
  expect(response.status).toBe(500);
  expect(json).toEqual({ __type: 'InternalErrorException', message: 'Something went wrong.' });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({
    operation: 'CreateUserPool',
    errorType: 'InternalErrorException',
    status: 500,
  });
  expect(lines[0]?.fault).toContain('clock stopped');
  expect(JSON.stringify(lines)).not.toContain('secret-name');
});

it('gives the SDK errors of the right class', async () => {
  await using cognito = await startWithSdk();
  await expect(
    cognito.send(new DescribeUserPoolCommand({ UserPoolId: 'us-east-1_missing00' })),
  ).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    $metadata: { httpStatusCode: 400 },
  });
});

/** Writes the parts and answers the first line that comes back. */
function sendRaw(endpoint: string, parts: string[]): Promise<string> {
  const socket = connect(Number(new URL(endpoint).port), '127.0.0.1');
  return new Promise((resolve, reject) => {
    let received = '';
    socket.on('data', (chunk) => {
      received += chunk.toString();
      if (received.includes('\r\n')) resolve(received.split('\r\n')[0] ?? '');
    });
    socket.on('error', (error) => (received === '' ? reject(error) : undefined));
    for (const part of parts) socket.write(part);
  });
}
