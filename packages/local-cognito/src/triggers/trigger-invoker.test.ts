import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { ClientRecord, PoolRecord } from '../storage/records.ts';
import type { TriggerEvent } from './invoke.ts';
import { preAuthentication } from './pre-authentication.ts';
import { preTokenGeneration } from './pre-token-generation.ts';
import { createTriggerInvoker, type TriggerInvokerOptions } from './trigger-invoker.ts';

const arn = 'arn:aws:lambda:eu-west-1:000000000000:function:claims';

const poolWith = (LambdaConfig: PoolRecord['pool']['LambdaConfig']): PoolRecord => ({
  id: 'eu-west-1_abcdefghi',
  pool: {
    Id: 'eu-west-1_abcdefghi',
    Name: 'acme',
    Arn: 'arn',
    SchemaAttributes: [],
    ...(LambdaConfig && { LambdaConfig }),
  },
  mfa: { mode: 'OFF', softwareToken: false },
});

const client: ClientRecord = {
  id: 'client1',
  poolId: 'eu-west-1_abcdefghi',
  client: { ClientId: 'client1', UserPoolId: 'eu-west-1_abcdefghi' },
};

const call = (LambdaConfig: PoolRecord['pool']['LambdaConfig']) => ({
  pool: poolWith(LambdaConfig),
  client,
  username: 'alex',
  userAttributes: { sub: '1', 'cognito:user_status': 'CONFIRMED', email_verified: 'true' },
  triggerSource: 'TokenGeneration_Authentication',
  clientMetadata: { tenant_id: 'acme' },
  groupConfiguration: { groupsToOverride: [], iamRolesToOverride: [], preferredRole: null },
  scopes: ['aws.cognito.signin.user.admin'],
});

const invokerWith = (options: Partial<TriggerInvokerOptions>) =>
  createTriggerInvoker({ region: 'eu-west-1', ...options });

/** A function that keeps what it is told and changes nothing. */
const record = (events: TriggerEvent[]) => (event: TriggerEvent) => {
  events.push(event);
  return event;
};

/** A Lambda Invoke API that answers as told and remembers what it was asked. */
async function startLambda(answer: {
  status?: number;
  headers?: Record<string, string>;
  body: string;
  afterMs?: number;
}) {
  const requests: { path: string; event: TriggerEvent }[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    requests.push({ path: request.url ?? '', event: JSON.parse(body) });
    setTimeout(
      () => response.writeHead(answer.status ?? 200, answer.headers).end(answer.body),
      answer.afterMs ?? 0,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return {
    endpoint: `http://localhost:${(server.address() as AddressInfo).port}`,
    requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

describe('trigger functions', () => {
  it('get the PreTokenGeneration event of version 1 field by field', async () => {
    const events: TriggerEvent[] = [];
    const invoker = invokerWith({ functions: { [arn]: record(events) } });
    expect(await preTokenGeneration(invoker, call({ PreTokenGeneration: arn }))).toEqual({
      version: 'V1_0',
      response: { claimsOverrideDetails: null },
    });
    expect(events).toEqual([
      {
        version: '1',
        triggerSource: 'TokenGeneration_Authentication',
        region: 'eu-west-1',
        userPoolId: 'eu-west-1_abcdefghi',
        userName: 'alex',
        callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: 'client1' },
        request: {
          userAttributes: { sub: '1', 'cognito:user_status': 'CONFIRMED', email_verified: 'true' },
          groupConfiguration: { groupsToOverride: [], iamRolesToOverride: [], preferredRole: null },
          clientMetadata: { tenant_id: 'acme' },
        },
        response: { claimsOverrideDetails: null },
      },
    ]);
  });

  it('get scopes besides in version 2', async () => {
    const events: TriggerEvent[] = [];
    const invoker = invokerWith({ functions: { [arn]: record(events) } });
    const answer = await preTokenGeneration(
      invoker,
      call({ PreTokenGeneration: arn, PreTokenGenerationConfig: { LambdaArn: arn, LambdaVersion: 'V2_0' } }),
    );
    expect(answer).toEqual({ version: 'V2_0', response: { claimsAndScopeOverrideDetails: null } });
    expect(events[0]).toMatchObject({
      version: '2',
      request: { scopes: ['aws.cognito.signin.user.admin'] },
      response: { claimsAndScopeOverrideDetails: null },
    });
  });

  it('get the PreAuthentication event, with userNotFound only for nobody', async () => {
    const events: TriggerEvent[] = [];
    const invoker = invokerWith({ functions: { [arn]: record(events) } });
    const trigger = {
      ...call({ PreAuthentication: arn }),
      validationData: { from: 'app' },
      userNotFound: false,
    };
    await preAuthentication(invoker, trigger);
    await preAuthentication(invoker, { ...trigger, userAttributes: {}, userNotFound: true });
    expect(events[0]).toMatchObject({
      version: '1',
      triggerSource: 'PreAuthentication_Authentication',
      response: {},
    });
    expect(events.map(({ request }) => request)).toEqual([
      { userAttributes: trigger.userAttributes, validationData: { from: 'app' } },
      { userAttributes: {}, validationData: { from: 'app' }, userNotFound: true },
    ]);
  });

  it('are not called for a pool that has none', async () => {
    const invoker = invokerWith({ functions: { [arn]: () => expect.unreachable() } });
    expect(await preTokenGeneration(invoker, call(undefined))).toBeUndefined();
    await preAuthentication(invoker, { ...call({}), validationData: undefined, userNotFound: false });
  });

  it('share no objects with the server or with each other', async () => {
    const seen: TriggerEvent[] = [];
    const invoker = invokerWith({
      functions: {
        [arn]: (event) => {
          seen.push(event);
          return { ...event, response: { claimsOverrideDetails: { claimsToSuppress: ['email'] } } };
        },
      },
    });
    const trigger = call({ PreTokenGeneration: arn });
    await preTokenGeneration(invoker, trigger);
    (seen[0]?.request.userAttributes as Record<string, string>).sub = 'changed';
    expect(trigger.userAttributes.sub).toBe('1');
    await preTokenGeneration(invoker, trigger);
    expect(seen[1]?.request.userAttributes).toMatchObject({ sub: '1' });
  });

  it('fail in Cognito’s words', async () => {
    const answers: Record<string, unknown> = { a: null, b: { response: 'x' }, c: 7, d: undefined };
    for (const output of Object.values(answers)) {
      const invoker = invokerWith({ functions: { [arn]: () => output } });
      await expect(preTokenGeneration(invoker, call({ PreTokenGeneration: arn }))).rejects.toMatchObject({
        name: 'InvalidLambdaResponseException',
        message: 'Unrecognizable lambda output',
      });
    }
    const throwing = invokerWith({
      functions: {
        [arn]: async () => {
          throw new Error('no membership');
        },
      },
    });
    await expect(preTokenGeneration(throwing, call({ PreTokenGeneration: arn }))).rejects.toMatchObject({
      name: 'UserLambdaValidationException',
      message: 'PreTokenGeneration failed with error no membership.',
    });
    await expect(
      preAuthentication(throwing, {
        ...call({ PreAuthentication: arn }),
        validationData: undefined,
        userNotFound: false,
      }),
    ).rejects.toThrow('PreAuthentication failed with error no membership.');
    const slow = invokerWith({ timeoutMs: 30, functions: { [arn]: () => new Promise(() => undefined) } });
    await expect(preTokenGeneration(slow, call({ PreTokenGeneration: arn }))).rejects.toMatchObject({
      name: 'UnexpectedLambdaException',
      message: 'PreTokenGeneration invocation failed due to error TimeoutException.',
    });
    await expect(
      preTokenGeneration(invokerWith({}), call({ PreTokenGeneration: arn })),
    ).rejects.toMatchObject({
      name: 'UnexpectedLambdaException',
      message: 'PreTokenGeneration invocation failed due to error ResourceNotFoundException.',
    });
  });

  it('are invoked over the Lambda API where they are not in the process', async () => {
    await using lambda = await startLambda({ body: '{"response":{"claimsOverrideDetails":null}}' });
    const invoker = invokerWith({ lambdaEndpoint: lambda.endpoint });
    expect(await preTokenGeneration(invoker, call({ PreTokenGeneration: arn }))).toMatchObject({
      version: 'V1_0',
    });
    expect(lambda.requests[0]?.path).toBe(`/2015-03-31/functions/${encodeURIComponent(arn)}/invocations`);
    expect(lambda.requests[0]?.event.userName).toBe('alex');
  });

  it('fail over the Lambda API as on AWS', async () => {
    const outcomes = [
      {
        answer: {
          headers: { 'x-amz-function-error': 'Unhandled' },
          body: '{"errorMessage":"no","errorType":"Error"}',
        },
        error: { name: 'UserLambdaValidationException', message: 'PreTokenGeneration failed with error no.' },
      },
      {
        answer: { status: 404, headers: { 'x-amzn-errortype': 'ResourceNotFoundException:' }, body: '{}' },
        error: {
          name: 'UnexpectedLambdaException',
          message: 'PreTokenGeneration invocation failed due to error ResourceNotFoundException.',
        },
      },
      {
        answer: { body: 'not json' },
        error: {
          name: 'InvalidLambdaResponseException',
          message: 'Invalid lambda function output : Invalid JSON',
        },
      },
      {
        answer: { body: '{}', afterMs: 2000 },
        error: {
          name: 'UnexpectedLambdaException',
          message: 'PreTokenGeneration invocation failed due to error TimeoutException.',
        },
      },
    ];
    for (const { answer, error } of outcomes) {
      await using lambda = await startLambda(answer);
      const invoker = invokerWith({ lambdaEndpoint: lambda.endpoint, timeoutMs: 300 });
      await expect(preTokenGeneration(invoker, call({ PreTokenGeneration: arn }))).rejects.toMatchObject(
        error,
      );
    }
    const nowhere = invokerWith({ lambdaEndpoint: 'http://localhost:1' });
    await expect(preTokenGeneration(nowhere, call({ PreTokenGeneration: arn }))).rejects.toMatchObject({
      name: 'UnexpectedLambdaException',
    });
  });
});
