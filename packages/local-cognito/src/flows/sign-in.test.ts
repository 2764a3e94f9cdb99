import {
  AdminDisableUserCommand,
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import cognitoJs from 'amazon-cognito-identity-js';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { describe, expect, it } from 'vitest';
import { claimsOf, createTestClock, password, startTenantPool } from '../testing/tenant-pool.ts';

/** A sign-in with Amplify's classic client; answers the session, or what the user is asked for. */
function signInWithSrp(
  at: { endpoint: string; userPoolId: string; clientId: string },
  username: string,
  secret: string,
  newPassword?: string,
): Promise<cognitoJs.CognitoUserSession> {
  const pool = new cognitoJs.CognitoUserPool({
    UserPoolId: at.userPoolId,
    ClientId: at.clientId,
    endpoint: at.endpoint,
  });
  const user = new cognitoJs.CognitoUser({ Username: username, Pool: pool });
  return new Promise((resolve, reject) => {
    const callbacks = {
      onSuccess: resolve,
      onFailure: reject,
      newPasswordRequired: () => {
        if (newPassword === undefined) reject(new Error('new password required'));
        else user.completeNewPasswordChallenge(newPassword, { name: 'Alex' }, callbacks);
      },
    };
    user.authenticateUser(
      new cognitoJs.AuthenticationDetails({ Username: username, Password: secret }),
      callbacks,
    );
  });
}

describe('signing in', () => {
  it('answers a password with tokens that aws-jwt-verify accepts', async () => {
    await using tenant = await startTenantPool({ issuerBase: 'https://cognito-idp.us-east-1.amazonaws.com' });
    const { server, userPoolId, clientId } = tenant;
    const sub = await tenant.addUser('alex', {
      attributes: { email: 'alex@example.com', email_verified: 'true' },
    });
    const { AuthenticationResult: tokens, ChallengeParameters } = await tenant.signIn('alex');
    expect(ChallengeParameters).toEqual({});
    expect(tokens).toMatchObject({ TokenType: 'Bearer', ExpiresIn: 3600 });

    const verifier = CognitoJwtVerifier.create({ userPoolId, clientId, tokenUse: 'id' });
    const jwks = await fetch(`${server.endpoint}/${userPoolId}/.well-known/jwks.json`);
    verifier.cacheJwks((await jwks.json()) as never);
    const id = await verifier.verify(tokens?.IdToken ?? '');
    expect(id).toMatchObject({
      sub,
      aud: clientId,
      'cognito:username': 'alex',
      email: 'alex@example.com',
      email_verified: true,
    });
    const access = await verifier.verify(tokens?.AccessToken ?? '', { clientId, tokenUse: 'access' });
    expect(access).toMatchObject({
      sub,
      client_id: clientId,
      username: 'alex',
      scope: 'aws.cognito.signin.user.admin',
    });
    expect(access.email).toBeUndefined();
    expect(access.origin_jti).toBe(id.origin_jti);
    expect(access.event_id).toBe(id.event_id);
    expect(Object.keys(JSON.parse(atob(tokens?.IdToken?.split('.')[0] ?? '')))).toEqual(['kid', 'alg']);
    expect(tokens?.RefreshToken?.split('.')).toHaveLength(5);
  });

  it('proves the password by SRP to amazon-cognito-identity-js, and a wrong one not', async () => {
    await using tenant = await startTenantPool();
    const at = { ...tenant, endpoint: tenant.server.endpoint };
    await tenant.addUser('alex');
    const session = await signInWithSrp(at, 'alex', password);
    expect(claimsOf(session.getIdToken().getJwtToken())['cognito:username']).toBe('alex');
    await expect(signInWithSrp(at, 'alex', 'Wrong-horse-1')).rejects.toMatchObject({
      code: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
  });

  it('signs in by e-mail where the pool does, with the sub as user name', async () => {
    await using tenant = await startTenantPool({ pool: { UsernameAttributes: ['email'] } });
    const at = { ...tenant, endpoint: tenant.server.endpoint };
    const sub = await tenant.addUser('alex@example.com', { attributes: { email: 'alex@example.com' } });
    const session = await signInWithSrp(at, 'alex@example.com', password);
    expect(claimsOf(session.getAccessToken().getJwtToken()).username).toBe(sub);
  });

  it('takes a new password and the missing required attributes for a temporary one', async () => {
    await using tenant = await startTenantPool({ pool: { Schema: [{ Name: 'name', Required: true }] } });
    const at = { ...tenant, endpoint: tenant.server.endpoint };
    await tenant.addUser('alex', { temporary: true });
    const challenge = await tenant.signIn('alex');
    expect(challenge.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    expect(challenge.AuthenticationResult).toBeUndefined();
    expect(JSON.parse(challenge.ChallengeParameters?.requiredAttributes ?? '')).toEqual([
      'userAttributes.name',
    ]);
    const session = await signInWithSrp(at, 'alex', password, 'Battery-staple-2');
    expect(claimsOf(session.getIdToken().getJwtToken()).name).toBe('Alex');
    await expect(tenant.signIn('alex', password)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect((await tenant.signIn('alex', 'Battery-staple-2')).AuthenticationResult).toBeDefined();
  });

  it('lets a refused new password be tried again, and never lets required attributes be changed on the way', async () => {
    await using tenant = await startTenantPool({ pool: { Schema: [{ Name: 'name', Required: true }] } });
    await tenant.addUser('alex', { temporary: true, attributes: { name: 'Alex' } });
    const { Session } = await tenant.signIn('alex');
    const answer = (NEW_PASSWORD: string, more: Record<string, string> = {}) =>
      tenant.send(
        new RespondToAuthChallengeCommand({
          ClientId: tenant.clientId,
          ChallengeName: 'NEW_PASSWORD_REQUIRED',
          Session,
          ChallengeResponses: { USERNAME: 'alex', NEW_PASSWORD, ...more },
        }),
      );
    await expect(answer('short')).rejects.toMatchObject({ name: 'InvalidPasswordException' });
    await expect(answer('Battery-staple-2', { 'userAttributes.name': 'Eve' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Cannot modify an already provided name',
    });
    await expect(
      answer('Battery-staple-2', { 'userAttributes.email_verified': 'true' }),
    ).rejects.toMatchObject({
      message: 'A client attempted to write unauthorized attribute',
    });
    expect((await answer('Battery-staple-2')).AuthenticationResult).toBeDefined();
  });

  it('refuses a temporary password after its days', async () => {
    const { clock, advance } = createTestClock();
    await using tenant = await startTenantPool({ clock });
    await tenant.addUser('alex', { temporary: true });
    advance(7 * 24 * 3600 * 1000);
    await expect(tenant.signIn('alex')).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Temporary password has expired and must be reset by an administrator.',
    });
  });

  it('tells a disabled user so, once the password is right', async () => {
    await using tenant = await startTenantPool();
    await tenant.addUser('alex');
    await tenant.send(new AdminDisableUserCommand({ UserPoolId: tenant.userPoolId, Username: 'alex' }));
    await expect(tenant.signIn('alex')).rejects.toMatchObject({ message: 'User is disabled.' });
    await expect(tenant.signIn('alex', 'x')).rejects.toMatchObject({
      message: 'Incorrect username or password.',
    });
  });

  it('gives the Admin operations the same steps', async () => {
    await using tenant = await startTenantPool();
    const { userPoolId: UserPoolId, clientId: ClientId } = tenant;
    await tenant.addUser('alex', { temporary: true });
    const first = await tenant.send(
      new AdminInitiateAuthCommand({
        UserPoolId,
        ClientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'alex', PASSWORD: password },
      }),
    );
    const second = await tenant.send(
      new AdminRespondToAuthChallengeCommand({
        UserPoolId,
        ClientId,
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        Session: first.Session,
        ChallengeResponses: { USERNAME: 'alex', NEW_PASSWORD: 'Battery-staple-2' },
      }),
    );
    expect(claimsOf(second.AuthenticationResult?.IdToken).aud).toBe(ClientId);
  });

  it('keeps to the flows that the client allows, and names those it does not know', async () => {
    await using tenant = await startTenantPool({ appClient: { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] } });
    await tenant.addUser('alex');
    await expect(tenant.signIn('alex')).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'USER_PASSWORD_AUTH flow not enabled for this client',
    });
    const initiate = (AuthFlow: string, AuthParameters: Record<string, string> = {}) =>
      tenant.send(
        new InitiateAuthCommand({ ClientId: tenant.clientId, AuthFlow: AuthFlow as never, AuthParameters }),
      );
    await expect(initiate('ADMIN_USER_PASSWORD_AUTH')).rejects.toMatchObject({
      message: 'Initiate Auth method not supported.',
    });
    await expect(initiate('USER_AUTH')).rejects.toThrow('USER_AUTH flow not enabled for this client');
    await expect(initiate('MAGIC')).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(initiate('USER_SRP_AUTH', { USERNAME: 'alex' })).rejects.toThrow(
      'Missing required parameter SRP_A',
    );
    await expect(initiate('USER_SRP_AUTH', { USERNAME: 'alex', SRP_A: '0' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('answers an Admin sign-in at a client of another pool as an unknown client', async () => {
    await using tenant = await startTenantPool();
    await using other = await startTenantPool();
    await expect(
      tenant.send(
        new AdminInitiateAuthCommand({
          UserPoolId: tenant.userPoolId,
          ClientId: other.clientId,
          AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
          AuthParameters: { USERNAME: 'alex', PASSWORD: password },
        }),
      ),
    ).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `User pool client ${other.clientId} does not exist.`,
    });
  });
});
