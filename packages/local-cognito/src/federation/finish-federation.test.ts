import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  ChangePasswordCommand,
  DeleteIdentityProviderCommand,
  ListUsersCommand,
  SignUpCommand,
  UpdateIdentityProviderCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { claimsOf } from '../testing/tenant-pool.ts';
import type { TriggerEvent } from '../triggers/invoke.ts';
import { callback, type FederatedPoolOptions, startFederatedPool } from './testing/federated-pool.ts';

const username = 'Globex_ada-1815';
const pass = (event: TriggerEvent) => event;
const refuse = (text: string) => () => {
  throw new Error(text);
};
const again = { prompt: 'login' };

async function usernames(pool: Awaited<ReturnType<typeof startFederatedPool>>): Promise<unknown[]> {
  const { Users = [] } = await pool.send(new ListUsersCommand({ UserPoolId: pool.userPoolId }));
  return Users.map(({ Username }) => Username);
}

describe('somebody whom a provider vouches for', () => {
  it('gets a profile of their own, in the group of the provider', async () => {
    await using pool = await startFederatedPool();
    const { id_token } = await pool.signIn({ response_type: 'token', scope: 'openid' });
    const user = await pool.user(username);
    expect(user).toMatchObject({ UserStatus: 'EXTERNAL_PROVIDER', Enabled: true });
    expect(JSON.parse(user.attributes.identities ?? '')).toEqual([
      {
        userId: 'ada-1815',
        providerName: 'Globex',
        providerType: 'OIDC',
        issuer: null,
        primary: true,
        dateCreated: expect.any(Number),
      },
    ]);
    expect(await pool.groupsOf(username)).toEqual([`${pool.userPoolId}_Globex`]);
    expect(claimsOf(id_token)).toMatchObject({
      'cognito:username': username,
      'cognito:groups': [`${pool.userPoolId}_Globex`],
      identities: [{ userId: 'ada-1815', primary: 'true' }],
      email: 'ada@globex.example',
      email_verified: false,
    });
  });

  it('keeps the profile, and brings what the provider says today', async () => {
    await using pool = await startFederatedPool();
    await pool.signIn();
    const { attributes: first } = await pool.user(username);
    Object.assign(pool.idp.person, { email: 'ada.l@globex.example', name: undefined });
    await pool.signIn(again);
    const { attributes } = await pool.user(username);
    expect(attributes).toMatchObject({
      sub: first.sub,
      email: 'ada.l@globex.example',
      // A claim that is not there leaves the old value.
      name: 'Ada Lovelace',
    });
    expect(await usernames(pool)).toEqual([username]);
  });

  it('has a verified address only where the verification is mapped', async () => {
    await using pool = await startFederatedPool({
      provider: { AttributeMapping: { email: 'email', email_verified: 'email_verified' } },
    });
    await pool.signIn();
    expect((await pool.user(username)).attributes.email_verified).toBe('true');
    Object.assign(pool.idp.person, { email: 'mallory@initech.example', email_verified: undefined });
    await pool.signIn(again);
    expect((await pool.user(username)).attributes).toMatchObject({
      email: 'mallory@initech.example',
      email_verified: 'false',
    });
  });

  it('keeps an address that an administrator verified, until it is another one', async () => {
    await using pool = await startFederatedPool();
    await pool.signIn();
    const UserAttributes = [{ Name: 'email_verified', Value: 'true' }];
    await pool.send(
      new AdminUpdateUserAttributesCommand({
        UserPoolId: pool.userPoolId,
        Username: username,
        UserAttributes,
      }),
    );
    await pool.signIn(again);
    expect((await pool.user(username)).attributes.email_verified).toBe('true');
    pool.idp.person.email = 'other@globex.example';
    await pool.signIn(again);
    expect((await pool.user(username)).attributes.email_verified).toBe('false');
  });

  it.each<[string, string, Partial<FederatedPoolOptions>, Record<string, unknown>]>([
    [
      'a value that no attribute holds',
      'Attributes did not conform to the schema: name: String must be no longer than 2048 characters.\n',
      {},
      { name: 'x'.repeat(2049) },
    ],
    [
      'an attribute that the app client may not write',
      'A client attempted to write unauthorized attribute',
      { client: { WriteAttributes: ['email'] } },
      {},
    ],
    [
      'no value for a required attribute',
      'attributes required: [given_name, email]',
      {
        pool: {
          Schema: [
            { Name: 'email', Required: true },
            { Name: 'given_name', Required: true },
          ],
        },
      },
      { email: undefined },
    ],
    ['an address that is none', 'Invalid email address format.', {}, { email: 'ada' }],
    [
      'a subject with a space',
      'Invalid user attributes: the subject cannot be a username.',
      {},
      { sub: 'ada 1815' },
    ],
    [
      'a subject that is too long',
      'Invalid user attributes: the subject cannot be a username.',
      {},
      { sub: 'x'.repeat(122) },
    ],
  ])('is refused with %s', async (_what, description, options, claims) => {
    await using pool = await startFederatedPool(options);
    Object.assign(pool.idp.person, claims);
    expect(await pool.signIn()).toMatchObject({ error: 'invalid_request', error_description: description });
    expect(await usernames(pool)).toEqual([]);
    const [trace] = await pool.traces();
    expect(trace?.outcome).toMatchObject({
      result: 'refused',
      text: expect.stringMatching(/\w/),
      remedy: expect.stringMatching(/\w/),
    });
  });

  it('learns from the trace which claim is too long', async () => {
    await using pool = await startFederatedPool();
    pool.idp.person.name = 'x'.repeat(2049);
    await pool.signIn();
    const [trace] = await pool.traces();
    expect(trace?.outcome?.text).toBe(
      'The claim name has 2049 characters, and a user pool attribute holds 2048.',
    );
  });

  it('is refused while disabled', async () => {
    await using pool = await startFederatedPool();
    await pool.signIn();
    await pool.send(new AdminDisableUserCommand({ UserPoolId: pool.userPoolId, Username: username }));
    pool.idp.person.name = 'Somebody else';
    expect(await pool.signIn(again)).toMatchObject({
      error: 'invalid_request',
      error_description: 'User is disabled.',
    });
    expect((await pool.user(username)).attributes.name).toBe('Ada Lovelace');
  });

  it('cannot give themselves a password', async () => {
    const AllowedOAuthScopes = ['openid', 'aws.cognito.signin.user.admin'];
    await using pool = await startFederatedPool({ client: { AllowedOAuthScopes } });
    const { access_token: AccessToken } = await pool.signIn({ response_type: 'token' });
    const change = pool.send(new ChangePasswordCommand({ AccessToken, ProposedPassword: 'Correct-horse-9' }));
    await expect(change).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('still comes in by the provider after an administrator set a password', async () => {
    await using pool = await startFederatedPool({ pool: { AliasAttributes: ['email'] } });
    await pool.addUser('other', { attributes: { email: 'ada@globex.example', email_verified: 'true' } });
    await pool.signIn();
    const user = { UserPoolId: pool.userPoolId, Username: username };
    await pool.send(
      new AdminSetUserPasswordCommand({ ...user, Password: 'Correct-horse-1', Permanent: true }),
    );
    const UserAttributes = [{ Name: 'email_verified', Value: 'true' }];
    await pool.send(new AdminUpdateUserAttributesCommand({ ...user, UserAttributes }));
    expect(await pool.signIn(again)).toMatchObject({ code: expect.any(String) });
    const { AuthenticationResult } = await pool.passwordSignIn('ada@globex.example');
    expect(claimsOf(AuthenticationResult?.AccessToken).username).toBe('other');
  });

  it('comes in once when two first sign-ins meet', async () => {
    const waiting: (() => void)[] = [];
    await using pool = await startFederatedPool({
      triggers: {
        PreSignUp: async (event) => {
          await new Promise<void>((resolve) => {
            waiting.push(resolve);
            if (waiting.length === 2) for (const go of waiting) go();
          });
          return event;
        },
        PostConfirmation: pass,
      },
    });
    const answers = [await pool.visitProvider(), await pool.visitProvider()];
    const ends = await Promise.all(answers.map((answer) => pool.browser.go(answer)));
    for (const { location } of ends) expect(location).toContain(`${callback}?code=`);
    expect(await usernames(pool)).toEqual([username]);
    expect(pool.events.filter(({ triggerSource }) => triggerSource.startsWith('Post'))).toHaveLength(1);
  });
});

describe('the functions of a federated sign-in', () => {
  const allTriggers = {
    InboundFederation: pass,
    PreSignUp: pass,
    PostConfirmation: pass,
    PreAuthentication: pass,
    PostAuthentication: pass,
    PreTokenGeneration: pass,
  };

  it('run in the order of the documentation', async () => {
    await using pool = await startFederatedPool({ triggers: allTriggers });
    const sources = () => pool.events.splice(0).map(({ triggerSource }) => triggerSource);
    await pool.signIn();
    expect(sources()).toEqual([
      'InboundFederation_ExternalProvider',
      'PreSignUp_ExternalProvider',
      'PostConfirmation_ConfirmSignUp',
      'TokenGeneration_HostedAuth',
    ]);
    await pool.signIn(again);
    expect(sources()).toEqual([
      'InboundFederation_ExternalProvider',
      'PreAuthentication_Authentication',
      'PostAuthentication_Authentication',
      'TokenGeneration_HostedAuth',
    ]);
  });

  it('are told who comes, from where', async () => {
    await using pool = await startFederatedPool({ triggers: allTriggers });
    await pool.signIn();
    const [inbound, preSignUp, postConfirmation] = pool.events;
    expect(inbound).toMatchObject({
      userName: username,
      callerContext: { clientId: pool.appClientId },
      request: {
        providerName: 'Globex',
        providerType: 'OIDC',
        attributes: {
          tokenResponse: { access_token: 'provider-access-token', expires_in: '300' },
          idToken: { sub: 'ada-1815', email_verified: 'true' },
          userInfo: { name: 'Ada Lovelace' },
        },
      },
      response: { userAttributesToMap: {} },
    });
    expect(preSignUp?.request).toEqual({
      userAttributes: {
        'cognito:email_alias': '',
        'cognito:phone_number_alias': '',
        email: 'ada@globex.example',
        email_verified: 'false',
        name: 'Ada Lovelace',
      },
      validationData: {},
    });
    expect(postConfirmation?.request).toMatchObject({
      userAttributes: { 'cognito:user_status': 'EXTERNAL_PROVIDER', identities: expect.any(String) },
    });
  });

  it('decide what is mapped: all of it, or nothing is changed', async () => {
    let chosen: Record<string, string> = { email: 'chosen@globex.example' };
    await using pool = await startFederatedPool({
      triggers: {
        InboundFederation: (event) => ({ ...event, response: { userAttributesToMap: chosen } }),
      },
    });
    await pool.signIn();
    const { attributes } = await pool.user(username);
    expect(attributes).toMatchObject({ email: 'chosen@globex.example' });
    expect(attributes).not.toHaveProperty('name');
    chosen = {};
    await pool.signIn(again);
    expect((await pool.user(username)).attributes).toMatchObject({
      email: 'ada@globex.example',
      name: 'Ada Lovelace',
    });
  });

  it('cannot make somebody else of a person', async () => {
    await using pool = await startFederatedPool({
      triggers: {
        InboundFederation: (event) => ({
          ...event,
          response: { userAttributesToMap: { sub: 'root', email: 'root@globex.example' } },
        }),
      },
    });
    await pool.signIn();
    expect(await usernames(pool)).toEqual([username]);
  });

  it.each<[string, NonNullable<FederatedPoolOptions['triggers']>, string]>([
    [
      'InboundFederation',
      { InboundFederation: refuse('not from there') },
      'InboundFederation failed with error not from there.',
    ],
    [
      'InboundFederation with nonsense',
      { InboundFederation: (event) => ({ ...event, response: { userAttributesToMap: 7 } }) },
      'Unrecognizable lambda output',
    ],
    ['PreSignUp', { PreSignUp: refuse('not invited') }, 'PreSignUp failed with error not invited.'],
  ])('stop somebody new: %s', async (_what, triggers, description) => {
    await using pool = await startFederatedPool({ triggers });
    expect(await pool.signIn()).toMatchObject({
      error: 'invalid_request',
      error_description: description,
    });
    expect(await usernames(pool)).toEqual([]);
    const [trace] = await pool.traces();
    expect(trace?.outcome?.text).toContain(description);
    expect(trace?.steps.at(-1)).toMatchObject({ name: 'function', facts: { decision: description } });
  });

  it('fail a first sign-in after the profile was made, which stays', async () => {
    let isBroken = true;
    await using pool = await startFederatedPool({
      triggers: {
        PostConfirmation: (event) => {
          if (isBroken) throw new Error('no database');
          return event;
        },
      },
    });
    expect(await pool.signIn()).toMatchObject({
      error_description: 'PostConfirmation failed with error no database.',
    });
    expect(await usernames(pool)).toEqual([username]);
    isBroken = false;
    expect(await pool.signIn()).toMatchObject({ code: expect.any(String) });
  });

  it.each(['PreAuthentication', 'PostAuthentication', 'PreTokenGeneration'] as const)(
    'stop somebody who comes back: %s',
    async (trigger) => {
      let isOpen = true;
      await using pool = await startFederatedPool({
        triggers: {
          [trigger]: (event: TriggerEvent) => {
            if (!isOpen) throw new Error('closed');
            return event;
          },
        },
      });
      await pool.signIn();
      isOpen = false;
      expect(await pool.signIn(again)).toMatchObject({
        error: 'invalid_request',
        error_description: `${trigger} failed with error closed.`,
      });
      const [trace] = await pool.traces();
      expect(trace?.outcome?.remedy).toContain('LambdaConfig');
    },
  );

  it('change nothing when PreAuthentication refuses', async () => {
    await using pool = await startFederatedPool({ triggers: { PreAuthentication: refuse('closed') } });
    await pool.signIn();
    pool.idp.person.name = 'Somebody else';
    await pool.signIn(again);
    expect((await pool.user(username)).attributes.name).toBe('Ada Lovelace');
  });

  it('may verify an address that the provider does not', async () => {
    await using pool = await startFederatedPool({
      triggers: { PreSignUp: (event) => ({ ...event, response: { autoVerifyEmail: true } }) },
    });
    await pool.signIn();
    expect((await pool.user(username)).attributes.email_verified).toBe('true');
  });

  it('make no profile when the provider was removed while they ran', async () => {
    const steps: (() => Promise<unknown>)[] = [];
    await using pool = await startFederatedPool({
      triggers: {
        PreSignUp: async (event) => {
          for (const step of steps) await step();
          return event;
        },
      },
    });
    const remove = { UserPoolId: pool.userPoolId, ProviderName: 'Globex' };
    steps.push(() => pool.send(new DeleteIdentityProviderCommand(remove)));
    expect(await pool.signIn()).toMatchObject({ error: 'invalid_request' });
    expect(await usernames(pool)).toEqual([]);
  });

  it('let nobody in through a provider that was removed while they ran', async () => {
    const steps: (() => Promise<unknown>)[] = [];
    await using pool = await startFederatedPool({
      triggers: {
        PostAuthentication: async (event) => {
          for (const step of steps) await step();
          return event;
        },
      },
    });
    await pool.signIn();
    const remove = { UserPoolId: pool.userPoolId, ProviderName: 'Globex' };
    steps.push(() => pool.send(new DeleteIdentityProviderCommand(remove)));
    const answer = await pool.signIn(again);
    expect(answer).toMatchObject({ error: 'invalid_request' });
    expect(answer).not.toHaveProperty('code');
  });

  it('let nobody in whom an administrator deleted or disabled while they ran', async () => {
    const steps: (() => Promise<unknown>)[] = [];
    await using pool = await startFederatedPool({
      triggers: {
        PostAuthentication: async (event) => {
          for (const step of steps) await step();
          return event;
        },
      },
    });
    const user = { UserPoolId: pool.userPoolId, Username: username };
    await pool.signIn();
    steps.push(() => pool.send(new AdminDisableUserCommand(user)));
    expect(await pool.signIn(again)).toMatchObject({ error_description: 'User is disabled.' });
    await pool.send(new AdminDeleteUserCommand(user));
    await pool.signIn();
    steps.splice(0, 1, () => pool.send(new AdminDeleteUserCommand(user)));
    expect(await pool.signIn(again)).toMatchObject({ error_description: 'User does not exist.' });
  });
});

describe('the name of somebody whom a provider vouches for', () => {
  it('is never that of a user who signed up with it', async () => {
    await using pool = await startFederatedPool();
    await pool.addUser(username, { attributes: { email: 'mallory@globex.example' } });
    expect(await pool.signIn()).toMatchObject({
      error: 'invalid_request',
      error_description: `Already found an entry for username ${username}`,
    });
  });

  it("is never that of another provider's person, whatever the pool thinks of case", async () => {
    await using pool = await startFederatedPool({
      pool: { UsernameConfiguration: { CaseSensitive: false } },
    });
    await pool.signIn();
    expect(await usernames(pool)).toEqual(['globex_ada-1815']);
    await pool.addProvider({ ProviderName: 'GLOBEX' });
    const { clientId } = await pool.addAppClient({ SupportedIdentityProviders: ['GLOBEX'] });
    expect(await pool.signIn({ identity_provider: 'GLOBEX', client_id: clientId })).toMatchObject({
      error_description: 'Already found an entry for username globex_ada-1815',
    });
  });

  it('is not shared by two subjects that differ in case only', async () => {
    await using pool = await startFederatedPool({
      pool: { UsernameConfiguration: { CaseSensitive: false } },
    });
    await pool.signIn();
    pool.idp.person.sub = 'ADA-1815';
    expect(await pool.signIn(again)).toMatchObject({
      error_description: 'Already found an entry for username globex_ada-1815',
    });
  });

  it('does not take an address from the user who signs in with it', async () => {
    await using pool = await startFederatedPool({
      pool: { UsernameAttributes: ['email'], UsernameConfiguration: { CaseSensitive: true } },
      provider: { AttributeMapping: { email: 'email', email_verified: 'email_verified' } },
    });
    const sub = await pool.addUser('ada@globex.example');
    expect(await pool.signIn()).toMatchObject({ code: expect.any(String) });
    expect(await usernames(pool)).toHaveLength(2);
    const { AuthenticationResult } = await pool.passwordSignIn('ada@globex.example');
    expect(claimsOf(AuthenticationResult?.IdToken).sub).toBe(sub);
  });

  it('leaves an address free for people who sign up later', async () => {
    await using pool = await startFederatedPool({ pool: { AliasAttributes: ['email'] } });
    await pool.signIn();
    const { UserConfirmed } = await pool.send(
      new SignUpCommand({
        ClientId: pool.clientId,
        Username: 'ada',
        Password: 'Correct-horse-1',
        UserAttributes: [{ Name: 'email', Value: 'ada@globex.example' }],
      }),
    );
    expect(UserConfirmed).toBe(false);
  });

  it('stays with the person when the mapping changes', async () => {
    await using pool = await startFederatedPool();
    await pool.signIn();
    await pool.send(
      new UpdateIdentityProviderCommand({
        UserPoolId: pool.userPoolId,
        ProviderName: 'Globex',
        AttributeMapping: { username: 'email', name: 'name' },
      }),
    );
    await pool.signIn(again);
    expect(await usernames(pool)).toEqual([username]);
  });
});
