import { setTimeout } from 'node:timers/promises';
import {
  AdminCreateUserCommand,
  ForgotPasswordCommand,
  type LogConfigurationType,
  SetLogDeliveryConfigurationCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import {
  createTestClock,
  password,
  startTenantPool,
  type TenantPoolOptions,
} from '../testing/tenant-pool.ts';

const LogGroupArn = 'arn:aws:logs:us-east-1:000000000000:log-group:cognito';
const notifications: LogConfigurationType = {
  EventSource: 'userNotification',
  LogLevel: 'ERROR',
  CloudWatchLogsConfiguration: { LogGroupArn },
};
const activity: LogConfigurationType = {
  EventSource: 'userAuthEvents',
  LogLevel: 'INFO',
  S3Configuration: { BucketArn: 'arn:aws:s3:::cognito-activity' },
};
const sender = 'arn:aws:lambda:us-east-1:000000000000:function:sender';
const KMSKeyID = 'arn:aws:kms:us-east-1:000000000000:key/1';
const failingSender = { CustomEmailSender: { LambdaArn: sender, LambdaVersion: 'V1_0' as const }, KMSKeyID };
const plus = { UserPoolTier: 'PLUS', UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' } } as const;

async function startWithLogs(LogConfigurations: LogConfigurationType[], options: TenantPoolOptions = {}) {
  const { pool, ...others } = options;
  const tenant = await startTenantPool({ pool: { AutoVerifiedAttributes: ['email'], ...pool }, ...others });
  const UserPoolId = tenant.userPoolId;
  await tenant.send(new SetLogDeliveryConfigurationCommand({ UserPoolId, LogConfigurations }));
  const signUp = (Username: string) =>
    tenant.send(
      new SignUpCommand({
        ClientId: tenant.clientId,
        Username,
        Password: password,
        UserAttributes: [{ Name: 'email', Value: `${Username}@acme.example` }],
      }),
    );
  return { ...tenant, signUp };
}

describe('log delivery', () => {
  it('exports a sign-up and a sign-in of a Plus pool in Cognito’s form', async () => {
    const { clock } = createTestClock();
    await using tenant = await startWithLogs([activity], { pool: plus, clock });
    const sub = await tenant.addUser('alex');
    await tenant.signIn('alex');
    const logs = tenant.server.logs();
    expect(logs).toEqual([
      {
        eventTimestamp: String(clock()),
        eventSource: 'USER_AUTH_EVENTS',
        logLevel: 'INFO',
        message: expect.objectContaining({
          version: '1',
          eventId: expect.stringMatching(/^[0-9a-f-]{36}$/),
          eventType: 'SignIn',
          userName: 'alex',
          userSub: sub,
          userPoolId: tenant.userPoolId,
          clientId: tenant.clientId,
          creationDate: 'Tue Mar 03 09:08:07 UTC 2026',
          eventResponse: 'Pass',
          challenges: ['Password:Success'],
          hasContextData: 'false',
        }),
        logSourceId: { userPoolId: tenant.userPoolId },
      },
    ]);
    await tenant.signUp('bob');
    expect(tenant.server.logs().at(-1)?.message).toMatchObject({
      eventType: 'SignUp',
      eventResponse: 'InProgress',
    });
  });

  it('exports nothing without a configuration for the source, nor without threat protection', async () => {
    await using unconfigured = await startWithLogs([notifications], { pool: plus });
    await unconfigured.addUser('alex');
    await unconfigured.signIn('alex');
    expect(unconfigured.server.logs()).toEqual([]);
    await using unprotected = await startWithLogs([activity], { pool: { UserPoolTier: 'PLUS' } });
    await unprotected.addUser('alex');
    await unprotected.signIn('alex');
    expect(unprotected.server.logs()).toEqual([]);
  });

  it('exports a custom sender that fails, and stays quiet about one that works', async () => {
    let isBroken = true;
    await using tenant = await startWithLogs([notifications], {
      pool: { LambdaConfig: failingSender },
      functions: {
        [sender]: (event) => {
          if (isBroken) throw new Error('mail is down');
          return event;
        },
      },
    });
    await tenant.signUp('alex');
    await expect.poll(() => tenant.server.logs()).toHaveLength(1);
    const [entry] = tenant.server.logs({ eventSource: 'USER_NOTIFICATION' });
    expect(entry).toMatchObject({ logLevel: 'ERROR', logSourceId: { userPoolId: tenant.userPoolId } });
    expect(entry?.message).toEqual({
      details:
        'The EMAIL message of SignUp to a***@a*** was not delivered: CustomEmailSender failed with error mail is down.',
    });
    isBroken = false;
    await tenant.signUp('bob');
    expect(tenant.server.messages()).toHaveLength(2);
    expect(tenant.server.logs()).toHaveLength(1);
  });

  it('is over when the server is closed before a custom sender fails', async () => {
    const { promise: closed, resolve: tellClosed } = Promise.withResolvers<void>();
    const { promise: failed, resolve: tellFailed } = Promise.withResolvers<void>();
    const unhandled: unknown[] = [];
    const listen = (error: unknown) => unhandled.push(error);
    process.on('unhandledRejection', listen);
    await using tenant = await startWithLogs([notifications], {
      pool: { LambdaConfig: failingSender },
      functions: {
        [sender]: async () => {
          await closed;
          tellFailed();
          throw new Error('mail is down');
        },
      },
    });
    await tenant.signUp('alex');
    await tenant.server.close();
    tellClosed();
    await failed;
    await setTimeout(20);
    process.off('unhandledRejection', listen);
    expect(unhandled).toEqual([]);
  });

  it('exports a delivery that was made to fail, and tells the caller', async () => {
    await using tenant = await startWithLogs([notifications]);
    tenant.server.faults.set([{ operation: 'SignUp', kind: 'delivery_failure', rate: 1 }]);
    await expect(tenant.signUp('alex')).rejects.toMatchObject({ name: 'CodeDeliveryFailureException' });
    expect(tenant.server.messages()).toEqual([]);
    expect(tenant.server.logs()[0]?.message).toMatchObject({
      details: expect.stringMatching(/^The EMAIL message of SignUp to a\*\*\*@a\*\*\* was not delivered: /),
    });
    await tenant.send(
      new AdminCreateUserCommand({
        UserPoolId: tenant.userPoolId,
        Username: 'bob',
        UserAttributes: [{ Name: 'email', Value: 'bob@acme.example' }],
      }),
    );
    expect(tenant.server.messages()).toHaveLength(1);
  });

  it('shows the entries by pool and source to other languages', async () => {
    await using tenant = await startWithLogs([notifications, activity], { pool: plus });
    await tenant.addUser('alex', { attributes: { email: 'alex@acme.example', email_verified: 'true' } });
    await tenant.signIn('alex');
    tenant.server.faults.set([{ operation: '*', kind: 'delivery_failure', rate: 1 }]);
    const forgot = new ForgotPasswordCommand({ ClientId: tenant.clientId, Username: 'alex' });
    await expect(tenant.send(forgot)).rejects.toThrow();
    const read = async (query: string) => {
      const response = await fetch(`${tenant.server.endpoint}/_local/logs${query}`);
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
      const entries = (await response.json()) as { eventSource: string }[];
      return entries.map(({ eventSource }) => eventSource);
    };
    expect(await read('')).toEqual(['USER_AUTH_EVENTS', 'USER_NOTIFICATION']);
    expect(await read('?eventSource=USER_NOTIFICATION')).toEqual(['USER_NOTIFICATION']);
    expect(await read(`?poolId=${tenant.userPoolId}`)).toHaveLength(2);
    expect(await read('?poolId=us-east-1_other')).toEqual([]);
  });

  it('keeps the last thousand lines', async () => {
    await using tenant = await startWithLogs([activity], { pool: plus });
    await tenant.addUser('alex');
    for (let index = 0; index < 1005; index += 1)
      await tenant.signIn('alex', 'Wrong-horse-1').catch(() => {});
    expect(tenant.server.logs()).toHaveLength(1000);
  }, 60_000);
});
