import {
  AddUserPoolClientSecretCommand,
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  CreateUserPoolCommand,
  GetClientTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { JwtVerifier } from 'aws-jwt-verify';
import { describe, expect, it } from 'vitest';
import { startWithSdk } from '../testing/sdk.ts';
import { claimsOf } from '../testing/tenant-pool.ts';
import type { TriggerEvent } from '../triggers/invoke.ts';

const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:tokens';

async function startWithMachine(
  settings: Partial<CreateUserPoolClientCommandInput> = {},
  LambdaVersion: 'V2_0' | 'V3_0' = 'V3_0',
) {
  const cognito = await startWithSdk();
  const { UserPool } = await cognito.send(
    new CreateUserPoolCommand({
      PoolName: 'machines',
      LambdaConfig: { PreTokenGenerationConfig: { LambdaArn: functionArn, LambdaVersion } },
    }),
  );
  const UserPoolId = UserPool?.Id ?? '';
  const Scopes = ['read', 'write'].map((name) => ({ ScopeName: name, ScopeDescription: name }));
  await cognito.send(
    new CreateResourceServerCommand({ UserPoolId, Identifier: 'orders', Name: 'o', Scopes }),
  );
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: 'machine',
      GenerateSecret: true,
      ExplicitAuthFlows: ['ALLOW_CLIENT_TOKEN_AUTH' as never],
      AllowedOAuthScopes: ['orders/read'],
      ...settings,
    }),
  );
  const { ClientId = '', ClientSecret = '' } = UserPoolClient ?? {};
  const getToken = async (more: object = {}) => {
    const command = new GetClientTokenCommand({ ClientId, Secret: ClientSecret, ...more });
    return (await cognito.send(command)).ClientAuthenticationResult;
  };
  return { ...cognito, UserPoolId, ClientId, getToken };
}

/** Passes every event on unchanged. */
const unchanged = (event: TriggerEvent) => event;

describe('GetClientToken', () => {
  it('answers an access token of the machine, with all scopes of the client', async () => {
    await using machine = await startWithMachine();
    machine.server.registerFunction(functionArn, unchanged);
    const result = await machine.getToken();
    expect(result).toMatchObject({ TokenType: 'Bearer', ExpiresIn: 3600 });
    const { ClientId, UserPoolId } = machine;
    const claims = claimsOf(result?.AccessToken);
    expect(claims).toEqual({
      sub: ClientId,
      client_id: ClientId,
      token_use: 'access',
      scope: 'orders/read',
      version: 2,
      iss: `${machine.server.endpoint}/${UserPoolId}`,
      auth_time: expect.any(Number),
      iat: expect.any(Number),
      exp: expect.any(Number),
      jti: expect.any(String),
    });
    const issuer = `${machine.server.endpoint}/${UserPoolId}`;
    const jwks = await (await fetch(`${issuer}/.well-known/jwks.json`)).json();
    const verifier = JwtVerifier.create({ issuer, audience: null });
    verifier.cacheJwks(jwks as Parameters<typeof verifier.cacheJwks>[0]);
    await verifier.verify(result?.AccessToken ?? '');
  });

  it('lets a V3_0 function change claims and scopes', async () => {
    await using machine = await startWithMachine();
    const events: TriggerEvent[] = [];
    machine.server.registerFunction(functionArn, (event) => {
      events.push(structuredClone(event));
      event.response = {
        claimsAndScopeOverrideDetails: {
          accessTokenGeneration: { claimsToAddOrOverride: { tenant: 'acme' }, scopesToAdd: ['orders/all'] },
        },
      };
      return event;
    });
    const result = await machine.getToken({ ClientMetadata: { job: 'nightly' } });
    expect(claimsOf(result?.AccessToken)).toMatchObject({ tenant: 'acme', scope: 'orders/read orders/all' });
    expect(events).toEqual([
      {
        version: '3',
        triggerSource: 'TokenGeneration_ClientCredentials',
        region: 'us-east-1',
        userPoolId: machine.UserPoolId,
        userName: 'ClientCredentials',
        callerContext: { awsSdkVersion: expect.any(String), clientId: machine.ClientId },
        request: {
          userAttributes: {},
          groupConfiguration: null,
          scopes: ['orders/read'],
          clientMetadata: { job: 'nightly' },
        },
        response: { claimsAndScopeOverrideDetails: null },
      },
    ]);
  });

  it('does not ask a V2_0 function', async () => {
    await using machine = await startWithMachine({}, 'V2_0');
    machine.server.registerFunction(functionArn, () => {
      throw new Error('asked');
    });
    expect(claimsOf((await machine.getToken())?.AccessToken)).toMatchObject({ scope: 'orders/read' });
  });

  it('takes either secret of the client and no other', async () => {
    await using machine = await startWithMachine();
    machine.server.registerFunction(functionArn, unchanged);
    const { UserPoolId, ClientId } = machine;
    const { ClientSecretDescriptor } = await machine.send(
      new AddUserPoolClientSecretCommand({ UserPoolId, ClientId }),
    );
    await machine.getToken({ Secret: ClientSecretDescriptor?.ClientSecretValue });
    await expect(machine.getToken({ Secret: 'x'.repeat(51) })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });

  it('refuses scopes that the client has not, and clients without its flow', async () => {
    await using machine = await startWithMachine();
    await expect(machine.getToken({ Scopes: ['orders/write'] })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Invalid scope requested: orders/write',
    });
    await using web = await startWithMachine({ ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] });
    await expect(web.getToken()).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});
