import { randomUUID } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Clock, Registry, Tenant } from '@cohabit/core';
import { type FakeProviderOptions, startLocalCognito } from '@cohabit/local-cognito';
import { pino } from 'pino';
import { openSqliteRegistry } from '../registry/sqlite/index.ts';
import type { NewTenant } from '../tenants/create-tenant.ts';
import { type ControlPlane, type ControlPlaneOptions, createControlPlane } from '../wiring.ts';

export const PASSWORD = 'Correct-horse-battery-9';

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function';
const triggerArns = {
  preAuthentication: `${ARN}:pre-auth`,
  preTokenGeneration: `${ARN}:pre-token`,
  preSignUp: `${ARN}:pre-sign-up`,
  inboundFederation: `${ARN}:inbound-federation`,
};

/** Where the product of the tests receives people. */
export const product = {
  callbackUrls: ['http://localhost:4100/sign-in/callback'],
  logoutUrls: ['http://localhost:4100/sign-in'],
};

/** A control plane on a local Cognito and a registry in memory, with everything real but the mail. */
export interface TestInstallation extends AsyncDisposable {
  controlPlane: ControlPlane;
  registry: Registry;
  cognito: CognitoIdentityProviderClient;
  endpoint: string;
  /** A control plane on the same Cognito and registry: a process that starts after this one has died. */
  another(overrides?: Partial<ControlPlaneOptions>): Promise<ControlPlane>;
  createTenant(input?: Partial<NewTenant>): Promise<Tenant>;
  /** Sets a password that is not temporary, as if the person had answered the invitation. */
  setPassword(userPoolId: string, email: string): Promise<void>;
  /** A new operator with {@link PASSWORD}. */
  createOperator(): Promise<{ email: string; userPoolId: string; clientId: string }>;
}

export async function startInstallation(
  options: {
    clock?: Clock;
    /** Another than the one in memory; it is closed with the installation. */
    registry?: Registry;
    wrapRegistry?: (registry: Registry) => Registry;
    fakeProviders?: FakeProviderOptions[];
  } & Partial<ControlPlaneOptions> = {},
): Promise<TestInstallation> {
  const { clock, wrapRegistry = (given) => given, fakeProviders = [], ...rest } = options;
  const { registry: store = openSqliteRegistry({ file: ':memory:' }), ...overrides } = rest;
  const local = await startLocalCognito({ fakeProviders, ...(clock ? { clock } : {}) });
  const cognito = new CognitoIdentityProviderClient({
    endpoint: local.endpoint,
    region: local.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  const registry = wrapRegistry(store);
  const another: TestInstallation['another'] = (parts = {}) =>
    createControlPlane({
      registry,
      cognito,
      region: local.region,
      cognitoEndpoint: local.endpoint,
      triggerArns,
      product,
      publicUrls: { controlPlane: 'http://localhost:4000' },
      version: '0.0.0-test',
      logger: pino({ level: 'silent' }),
      clock,
      ...overrides,
      ...parts,
    });
  const controlPlane = await another();
  for (const name of Object.keys(triggerArns) as (keyof typeof triggerArns)[]) {
    local.registerFunction(triggerArns[name], controlPlane.triggers[name]);
  }
  await controlPlane.bootstrap();

  async function setPassword(userPoolId: string, email: string): Promise<void> {
    await cognito.send(
      new AdminSetUserPasswordCommand({
        UserPoolId: userPoolId,
        Username: email,
        Password: PASSWORD,
        Permanent: true,
      }),
    );
  }

  return {
    controlPlane,
    registry,
    cognito,
    endpoint: local.endpoint,
    another,
    setPassword,
    createTenant: (input = {}) => controlPlane.services.tenants.create(newTenant(input), 'operator:test'),
    async createOperator() {
      const { userPoolId, clientId } = await controlPlane.services.signIn.discover({ audience: 'operators' });
      const email = `operator-${randomUUID().slice(0, 8)}@cohabit.example`;
      await cognito.send(
        new AdminCreateUserCommand({ UserPoolId: userPoolId, Username: email, MessageAction: 'SUPPRESS' }),
      );
      await setPassword(userPoolId, email);
      return { email, userPoolId, clientId };
    },
    async [Symbol.asyncDispose]() {
      cognito.destroy();
      await local.close();
      await registry.close();
    },
  };
}

/** A valid tenant; its slug is its own, so that tests share an installation. */
export function newTenant(input: Partial<NewTenant> = {}): NewTenant {
  const slug = input.slug ?? `t${randomUUID().slice(0, 8)}`;
  return {
    slug,
    name: `Tenant ${slug}`,
    model: 'shared',
    plan: 'starter',
    settings: {},
    firstAdmin: { email: `admin@${slug}.example`, name: 'First Admin' },
    ...input,
  };
}
