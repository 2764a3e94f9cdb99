import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { startLocalCognito, type TriggerEvent } from '@cohabit/local-cognito';
import { expect, it } from 'vitest';
import { startTenantPool } from '../testing/tenant-pool.ts';
import { handler as addClaims } from './claims.ts';

const arn = 'arn:aws:lambda:us-east-1:000000000000:function:check';
const pool = { LambdaConfig: { PreAuthentication: arn } };

it('runs triggers in this process', async () => {
  // #region in-process
  await using cognito = await startLocalCognito({
    functions: {
      // the function itself …
      'arn:aws:lambda:us-east-1:000000000000:function:check': async (event) => event,
      // … or its file
      'arn:aws:lambda:us-east-1:000000000000:function:claims': `${import.meta.dirname}/claims.ts`,
    },
  });
  // … or later
  cognito.registerFunction('arn:aws:lambda:us-east-1:000000000000:function:other', async (event) => event);
  // #endregion
  expect(cognito.endpoint).toMatch(/^http:/);
  const event = { triggerSource: 'TokenGeneration_Authentication' } as TriggerEvent;
  expect((await addClaims(event)).response.claimsAndScopeOverrideDetails).toBeDefined();
});

it('runs triggers at a Lambda Invoke endpoint', async () => {
  const calls: string[] = [];
  const server = createServer(async (request, response) => {
    calls.push(decodeURIComponent(request.url ?? ''));
    response.end(await text(request));
  }).listen(0, 'localhost');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await using tenant = await startTenantPool({ lambdaEndpoint: `http://localhost:${port}`, pool });
  await tenant.addUser('alice');
  await tenant.send(
    new InitiateAuthCommand({
      ClientId: tenant.clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'alice', PASSWORD: 'Correct-horse-1' },
    }),
  );
  server.close();
  expect(calls).toEqual([`/2015-03-31/functions/${arn}/invocations`]);
});
