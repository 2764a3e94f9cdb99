import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { DescribeUserPoolCommand, ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type * as z from 'zod';
import { createRandom } from '../faults/random.ts';
import type { Operation } from '../wire/operation.ts';
import { startFuzzTarget } from './fuzz-target.ts';
import { inputGenerator } from './generate-input.ts';
import { hostileStrings, hostileValues } from './hostile-values.ts';

const casesPerOperation = Number(process.env.COHABIT_SOAK_FUZZ ?? 25);
const answerWithinMs = 20_000;
/** Inputs with one of these go on with a sign-in that has to be there. */
const signInMembers = ['Session', 'AuthParameters', 'RefreshToken', 'Token'];
const operationsFolder = new URL('../operations/', import.meta.url);
const operationFiles = readdirSync(operationsFolder).filter((file) => !file.endsWith('.test.ts'));

let target: Awaited<ReturnType<typeof startFuzzTarget>>;
beforeAll(async () => {
  target = await startFuzzTarget();
});
afterAll(() => target[Symbol.asyncDispose]());

async function post(operation: string, body: string, headers: Record<string, string> = {}) {
  const response = await fetch(target.server.endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
      ...headers,
    },
    body,
    signal: AbortSignal.timeout(answerWithinMs),
  });
  return { status: response.status, json: (await response.json()) as { __type?: string } };
}

/** The list and the count of users agree: no user is there by half. */
async function checkUsers() {
  const UserPoolId = target.userPoolId;
  const { Users } = await target.send(new ListUsersCommand({ UserPoolId }));
  const { UserPool } = await target.send(new DescribeUserPoolCommand({ UserPoolId }));
  expect(UserPool?.EstimatedNumberOfUsers).toBe(Users?.length);
}

it.each(operationFiles)(
  '%s refuses or does what it is sent, and never breaks',
  async (file) => {
    const operation = (await import(new URL(file, operationsFolder).href)).default as Operation;
    const generate = inputGenerator(operation.input);
    const members = (operation.input as z.ZodObject).shape;
    const random = createRandom([...file].reduce((sum, character) => sum * 31 + character.charCodeAt(0), 7));
    target.faults.length = 0;
    const broken: unknown[] = [];
    for (let index = 0; index < casesPerOperation; index += 1) {
      if (index % 8 === 0) await target.restore(signInMembers.some((name) => name in members));
      const input = generate({ random, known: target.known });
      const { status, json } = await post(operation.name, JSON.stringify(input));
      if (status === 200 || (status === 400 && json.__type)) continue;
      broken.push({ input, status, json, fault: target.faults.at(-1)?.fault });
    }
    expect(broken).toEqual([]);
    if (operation.name === 'DeleteUserPool') await target.restore(false);
    await checkUsers();
  },
  60_000 + casesPerOperation * 100,
);

it('refuses wrong targets and content types, and bodies that are no JSON object', async () => {
  const targets = [
    '',
    'InitiateAuth',
    'AWSCognitoIdentityProviderService.',
    'AWSCognitoIdentityProviderService.toString',
    'AWSCognitoIdentityProviderService.__proto__',
    'AWSCognitoIdentityProviderService.../../index',
    'DynamoDB_20120810.GetItem',
    'x'.repeat(8000),
  ];
  for (const name of targets) {
    const { status, json } = await post('', '{}', { 'x-amz-target': name });
    expect([status, json.__type]).toEqual([400, 'UnknownOperationException']);
  }
  for (const type of [
    'text/plain',
    'application/xml',
    'multipart/form-data; boundary=x',
    'application/json; charset=utf-16',
  ]) {
    expect((await post('ListUserPools', '{"MaxResults":1}', { 'content-type': type })).status).toBe(200);
  }
  const deep = 20_000;
  const bodies = [
    '{',
    '[]',
    '1',
    '"a"',
    'true',
    '\u0000',
    '{"a":1e999}',
    '{"MaxResults":1}}',
    '{"MaxResults":"\\ud800"}',
    `${'['.repeat(deep)}${']'.repeat(deep)}`,
    `{"MaxResults":${'{"a":'.repeat(deep)}1${'}'.repeat(deep)}}`,
    `{"MaxResults":${'['.repeat(deep)}1${']'.repeat(deep)}}`,
  ];
  for (const body of bodies) {
    const { status, json } = await post('ListUserPools', body);
    expect([body.slice(0, 20), status, json.__type]).toEqual([body.slice(0, 20), 400, expect.any(String)]);
    expect((await post('AdminCreateUser', body)).status).toBe(400);
  }
  expect(target.faults).toEqual([]);
});

it('refuses nonsense under /_local/ without a fault', async () => {
  const random = createRandom(11);
  const paths = [
    'clock',
    'faults',
    `pools/${target.userPoolId}`,
    'pools/',
    'pools/%ff',
    'messages',
    'mailbox',
    '',
    '..%2f',
    '__proto__',
  ];
  for (let index = 0; index < 200; index += 1) {
    const path = paths[Math.floor(random() * paths.length)];
    const method = ['GET', 'PUT', 'DELETE', 'POST', 'PATCH', 'OPTIONS'][Math.floor(random() * 6)];
    const value = hostileValues[Math.floor(random() * hostileValues.length)];
    const query = encodeURIComponent(
      (hostileStrings[Math.floor(random() * hostileStrings.length)] ?? '').toWellFormed().slice(0, 3000),
    );
    const response = await fetch(`${target.server.endpoint}/_local/${path}?to=${query}`, {
      method: method ?? 'GET',
      ...(method === 'GET' ? {} : { body: JSON.stringify(value) ?? 'null' }),
      signal: AbortSignal.timeout(answerWithinMs),
    });
    await response.arrayBuffer();
    expect(response.status).toBeLessThan(500);
  }
  expect(target.faults).toEqual([]);
});

it.each([
  'GET',
  'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n',
  'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n',
  'GET http://[ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
  'GET //a@b:c/..;/ HTTP/1.1\r\nHost: [\r\nConnection: close\r\n\r\n',
  `GET / HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(40_000)}\r\n\r\n`,
])('lives through a malformed request: %j', async (request) => {
  const socket = connect({ host: '127.0.0.1', port: Number(new URL(target.server.endpoint).port) });
  await once(socket, 'connect');
  socket.end(request);
  expect(await text(socket)).not.toContain(' 500 ');
  expect((await fetch(`${target.server.endpoint}/health`)).status).toBe(200);
});
