import { DescribeUserPoolCommand, ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect, it } from 'vitest';
import { startWithSdk } from '../testing/sdk.ts';
import { startTenantPool } from '../testing/tenant-pool.ts';
import type { FaultRule } from './rules.ts';

const list = new ListUserPoolsCommand({ MaxResults: 1 });

const read = (response: Response) => response.json() as Promise<Record<string, string>>;

it('throttles the named operation and leaves the others alone', async () => {
  await using tenant = await startTenantPool();
  tenant.server.faults.set([{ operation: 'ListUserPools', kind: 'throttle', rate: 1 }]);
  await expect(tenant.send(list)).rejects.toMatchObject({
    name: 'TooManyRequestsException',
    message: 'Rate exceeded',
    $metadata: { httpStatusCode: 400 },
  });
  await tenant.send(new DescribeUserPoolCommand({ UserPoolId: tenant.userPoolId }));
  tenant.server.faults.set([]);
  await tenant.send(list);
});

it('answers internal errors with status 500', async () => {
  await using cognito = await startWithSdk();
  cognito.server.faults.set([{ operation: '*', kind: 'internal_error', rate: 1 }]);
  await expect(cognito.send(list)).rejects.toMatchObject({
    name: 'InternalErrorException',
    $metadata: { httpStatusCode: 500 },
  });
});

it('fails the same calls again for the same seed, at about the rate asked for', async () => {
  await using cognito = await startWithSdk();
  const run = async (seed: number) => {
    cognito.server.faults.set([{ operation: '*', kind: 'throttle', rate: 0.3 }], { seed });
    const outcomes: boolean[] = [];
    for (let call = 0; call < 100; call += 1) {
      outcomes.push(
        await cognito.send(list).then(
          () => true,
          () => false,
        ),
      );
    }
    return outcomes;
  };
  const first = await run(7);
  expect(await run(7)).toEqual(first);
  expect(await run(8)).not.toEqual(first);
  const failed = first.filter((isDone) => !isDone).length;
  expect(failed).toBeGreaterThan(15);
  expect(failed).toBeLessThan(45);
});

it('lets a call wait and then do its work, without holding up others', async () => {
  await using tenant = await startTenantPool();
  tenant.server.faults.set([{ operation: 'ListUserPools', kind: 'latency', rate: 1, latencyMs: 500 }]);
  const order: string[] = [];
  await Promise.all([
    tenant.send(list).then(({ UserPools }) => order.push(`list of ${UserPools?.length}`)),
    tenant
      .send(new DescribeUserPoolCommand({ UserPoolId: tenant.userPoolId }))
      .then(() => order.push('describe')),
  ]);
  expect(order).toEqual(['describe', 'list of 1']);
});

it('lets the functions of an operation time out without a wait, and never runs them', async () => {
  const arn = 'arn:aws:lambda:us-east-1:000000000000:function:check';
  let calls = 0;
  const check = (event: object) => {
    calls += 1;
    return event;
  };
  await using tenant = await startTenantPool({
    functions: { [arn]: check },
    pool: { LambdaConfig: { PreAuthentication: arn } },
  });
  await tenant.addUser('alice');
  tenant.server.faults.set([{ operation: 'InitiateAuth', kind: 'trigger_timeout', rate: 1 }]);
  await expect(tenant.signIn('alice')).rejects.toMatchObject({
    name: 'UnexpectedLambdaException',
    message: 'PreAuthentication invocation failed due to error TimeoutException.',
  });
  expect(calls).toBe(0);
  tenant.server.faults.set([{ operation: 'ListUsers', kind: 'trigger_timeout', rate: 1 }]);
  expect((await tenant.signIn('alice')).AuthenticationResult?.AccessToken).toMatch(/^eyJ/);
  expect(calls).toBe(1);
});

it('is set, shown and ended over HTTP', async () => {
  await using cognito = await startWithSdk();
  const url = `${cognito.server.endpoint}/_local/faults`;
  const settings = { seed: 3, rules: [{ operation: 'ListUserPools', kind: 'throttle', rate: 1 }] };
  expect(await (await fetch(url, { method: 'PUT', body: JSON.stringify(settings) })).json()).toEqual(
    settings,
  );
  expect(await (await fetch(url)).json()).toEqual(settings);
  await expect(cognito.send(list)).rejects.toThrow('Rate exceeded');
  await fetch(url, { method: 'DELETE' });
  await cognito.send(list);
});

it.each<[FaultRule, string]>([
  [
    { operation: 'ListUserPool', kind: 'throttle', rate: 1 },
    'rules[0].operation: expected an operation of the API',
  ],
  [{ operation: '*', kind: 'explode' as 'throttle', rate: 1 }, 'rules[0].kind:'],
  [{ operation: '*', kind: 'throttle', rate: 1.5 }, 'rules[0].rate:'],
])('refuses %j and says where it is wrong', async (rule, text) => {
  await using cognito = await startWithSdk();
  const body = JSON.stringify({ rules: [rule] });
  const response = await fetch(`${cognito.server.endpoint}/_local/faults`, { method: 'PUT', body });
  expect(response.status).toBe(400);
  expect((await read(response)).message).toContain(text);
  expect(() => cognito.server.faults.set([rule])).toThrow();
  await cognito.send(list);
});
