import {
  AdminGetUserAuthFactorsCommand,
  AdminSetUserMFAPreferenceCommand,
  type AdminSetUserMFAPreferenceCommandInput,
  AdminUpdateUserAttributesCommand,
  CompleteWebAuthnRegistrationCommand,
  CreateUserPoolDomainCommand,
  DeleteWebAuthnCredentialCommand,
  GetUserAuthFactorsCommand,
  InitiateAuthCommand,
  ListWebAuthnCredentialsCommand,
  SetUserPoolMfaConfigCommand,
  StartWebAuthnRegistrationCommand,
  type WebAuthnConfigurationType,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { signInSteps } from '../testing/respond.ts';
import { createSoftwareAuthenticator } from '../testing/software-authenticator.ts';
import {
  createTestClock,
  password,
  startTenantPool,
  type TenantPoolOptions,
} from '../testing/tenant-pool.ts';

const origin = 'https://app.acme.example';
const relyingParty = { RelyingPartyId: 'acme.example', UserVerification: 'preferred' as const };
const factors = (
  ...AllowedFirstAuthFactors: ('PASSWORD' | 'WEB_AUTHN')[]
): NonNullable<TenantPoolOptions['pool']> => ({
  Policies: { SignInPolicy: { AllowedFirstAuthFactors } },
});
const appClient: NonNullable<TenantPoolOptions['appClient']> = {
  ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_USER_PASSWORD_AUTH'],
};

type Authenticator = ReturnType<typeof createSoftwareAuthenticator>;

async function startWithPasskeys(
  WebAuthnConfiguration: WebAuthnConfigurationType | undefined = relyingParty,
  mfa: object = {},
) {
  const testClock = createTestClock();
  const tenant = await startTenantPool({
    pool: factors('PASSWORD', 'WEB_AUTHN'),
    appClient,
    clock: testClock.clock,
  });
  await tenant.send(
    new SetUserPoolMfaConfigCommand({ UserPoolId: tenant.userPoolId, WebAuthnConfiguration, ...mfa }),
  );
  await tenant.addUser('alex', { attributes: { email: 'alex@example.com' } });
  const steps = signInSteps(tenant);
  const accessToken = async () => (await tenant.signIn('alex')).AuthenticationResult?.AccessToken;
  const start = async (AccessToken: string | undefined) => {
    const { CredentialCreationOptions } = await tenant.send(
      new StartWebAuthnRegistrationCommand({ AccessToken }),
    );
    return CredentialCreationOptions as unknown as { challenge: string; rp: { id: string } };
  };
  const complete = (AccessToken: string | undefined, Credential: object) =>
    tenant.send(new CompleteWebAuthnRegistrationCommand({ AccessToken, Credential: Credential as never }));
  /** A passkey on this authenticator; answers the access token it was registered with. */
  const register = async (authenticator: Authenticator) => {
    const token = await accessToken();
    await complete(token, authenticator.create(await start(token)));
    return token;
  };
  const challenge = async () => {
    const { Session, ChallengeParameters, ChallengeName } = await steps.begin('USER_AUTH', {
      PREFERRED_CHALLENGE: 'WEB_AUTHN',
    });
    return {
      ChallengeName,
      Session,
      options: JSON.parse(ChallengeParameters?.CREDENTIAL_REQUEST_OPTIONS ?? '{}'),
    };
  };
  const answer = (Session: string | undefined, credential: object) =>
    steps.respond('WEB_AUTHN', Session, { CREDENTIAL: JSON.stringify(credential) });
  return { ...tenant, ...testClock, ...steps, accessToken, start, complete, register, challenge, answer };
}

const incorrect = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };

describe('passkeys', () => {
  it('are registered, and sign in from then on', async () => {
    await using tenant = await startWithPasskeys();
    const authenticator = createSoftwareAuthenticator({ origin });
    const AccessToken = await tenant.accessToken();
    const options = await tenant.start(AccessToken);
    expect(options).toMatchObject({
      rp: { id: 'acme.example' },
      user: { name: 'alex@example.com' },
      attestation: 'none',
      pubKeyCredParams: [{ alg: -7 }, { alg: -257 }],
      authenticatorSelection: { userVerification: 'preferred' },
      excludeCredentials: [],
    });
    await tenant.complete(AccessToken, authenticator.create(options));
    const { ChallengeName, Session, options: request } = await tenant.challenge();
    expect(ChallengeName).toBe('WEB_AUTHN');
    expect(request).toMatchObject({
      rpId: 'acme.example',
      userVerification: 'preferred',
      allowCredentials: [{ id: authenticator.credentialId, transports: ['internal'] }],
    });
    const assertion = authenticator.get(request);
    expect((await tenant.answer(Session, assertion)).AuthenticationResult?.AccessToken).toBeDefined();
    await expect(tenant.answer(Session, assertion)).rejects.toThrow('session can only be used once');
  });

  it('are listed, counted among the user’s factors, and deleted', async () => {
    await using tenant = await startWithPasskeys();
    const authenticators = [0, 1].map(() => createSoftwareAuthenticator({ origin }));
    for (const authenticator of authenticators) await tenant.register(authenticator);
    const AccessToken = await tenant.accessToken();
    const page = await tenant.send(new ListWebAuthnCredentialsCommand({ AccessToken, MaxResults: 1 }));
    const rest = await tenant.send(
      new ListWebAuthnCredentialsCommand({ AccessToken, NextToken: page.NextToken }),
    );
    const all = [...(page.Credentials ?? []), ...(rest.Credentials ?? [])];
    expect(all.map(({ CredentialId }) => CredentialId).sort()).toEqual(
      authenticators.map(({ credentialId }) => credentialId).sort(),
    );
    expect(all[0]).toMatchObject({
      RelyingPartyId: 'acme.example',
      AuthenticatorAttachment: 'platform',
      AuthenticatorTransports: ['internal'],
      FriendlyCredentialName: expect.any(String),
      CreatedAt: new Date(tenant.clock()),
    });
    const admin = { UserPoolId: tenant.userPoolId, Username: 'alex' };
    expect(await tenant.send(new AdminGetUserAuthFactorsCommand(admin))).toMatchObject({
      Username: 'alex',
      ConfiguredUserAuthFactors: ['PASSWORD', 'WEB_AUTHN'],
    });
    for (const { credentialId: CredentialId } of authenticators) {
      await tenant.send(new DeleteWebAuthnCredentialCommand({ AccessToken, CredentialId }));
    }
    await expect(
      tenant.send(new DeleteWebAuthnCredentialCommand({ AccessToken, CredentialId: 'gone' })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect(await tenant.send(new GetUserAuthFactorsCommand({ AccessToken }))).toMatchObject({
      ConfiguredUserAuthFactors: ['PASSWORD'],
    });
    const choice = await tenant.begin('USER_AUTH', { PREFERRED_CHALLENGE: 'WEB_AUTHN' });
    expect(choice.AvailableChallenges).toEqual(['PASSWORD_SRP', 'PASSWORD']);
  });

  it('are refused with the error that says what does not fit', async () => {
    await using tenant = await startWithPasskeys();
    const AccessToken = await tenant.accessToken();
    const attempt = async (pageOrigin: string, rpId?: string, challenge?: string) => {
      const options = await tenant.start(AccessToken);
      const authenticator = createSoftwareAuthenticator({ origin: pageOrigin });
      const asked = challenge === undefined ? options : { ...options, challenge };
      return tenant.complete(AccessToken, authenticator.create(asked, rpId));
    };
    const named = (name: string) => ({ name });
    await expect(attempt('https://evil.example')).rejects.toMatchObject(
      named('WebAuthnOriginNotAllowedException'),
    );
    await expect(attempt('https://evilacme.example')).rejects.toMatchObject(
      named('WebAuthnOriginNotAllowedException'),
    );
    await expect(attempt('http://app.acme.example')).rejects.toMatchObject(
      named('WebAuthnOriginNotAllowedException'),
    );
    await expect(attempt(origin, 'evil.example')).rejects.toMatchObject(
      named('WebAuthnRelyingPartyMismatchException'),
    );
    await expect(attempt(origin, undefined, 'b3RoZXI')).rejects.toMatchObject(
      named('WebAuthnChallengeNotFoundException'),
    );
    const authenticator = createSoftwareAuthenticator({ origin });
    const options = await tenant.start(AccessToken);
    const credential = authenticator.create(options);
    const broken = { ...credential, response: { ...credential.response, attestationObject: 'AAAA' } };
    const { clientId } = await tenant.addClient(appClient);
    const other = await tenant.send(
      new InitiateAuthCommand({
        ClientId: clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'alex', PASSWORD: password },
      }),
    );
    await expect(tenant.complete(other.AuthenticationResult?.AccessToken, credential)).rejects.toMatchObject(
      named('WebAuthnClientMismatchException'),
    );
    await expect(tenant.complete(AccessToken, broken)).rejects.toMatchObject(
      named('WebAuthnCredentialNotSupportedException'),
    );
    await expect(tenant.complete(AccessToken, credential)).rejects.toMatchObject(
      named('WebAuthnChallengeNotFoundException'),
    );
    const late = authenticator.create(await tenant.start(AccessToken));
    tenant.advance(300_000);
    await expect(tenant.complete(AccessToken, late)).rejects.toMatchObject(
      named('WebAuthnChallengeNotFoundException'),
    );
    expect((await tenant.send(new ListWebAuthnCredentialsCommand({ AccessToken }))).Credentials).toEqual([]);
  });

  it('sign in their own user only, with the right key, challenge and page', async () => {
    await using tenant = await startWithPasskeys();
    const authenticator = createSoftwareAuthenticator({ origin });
    await tenant.register(authenticator);
    const refuse = async (forge: (options: { challenge: string; rpId: string }) => object) => {
      const { Session, options } = await tenant.challenge();
      await expect(tenant.answer(Session, forge(options))).rejects.toMatchObject(incorrect);
      tenant.advance(1_000_000);
    };
    await refuse((options) => createSoftwareAuthenticator({ origin }).get(options));
    await refuse((options) => {
      const thief = createSoftwareAuthenticator({ origin });
      return { ...thief.get(options), id: authenticator.credentialId, rawId: authenticator.credentialId };
    });
    await refuse((options) => authenticator.get({ ...options, challenge: 'b3RoZXI' }));
    await refuse((options) => authenticator.get({ ...options, rpId: 'evil.example' }));
    authenticator.rewind();
    const { Session, options } = await tenant.challenge();
    await expect(tenant.answer(Session, { nonsense: true })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    for (let tries = 0; tries < 3; tries += 1) authenticator.get(options);
    const fresh = await tenant.challenge();
    expect(
      (await tenant.answer(fresh.Session, authenticator.get(fresh.options))).AuthenticationResult,
    ).toBeDefined();
    authenticator.rewind();
    await refuse((request) => authenticator.get(request));
  });

  it('satisfy MFA where they verify their user and the pool counts that', async () => {
    const multi = { ...relyingParty, FactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION' as const };
    const mfa = { MfaConfiguration: 'OPTIONAL', SoftwareTokenMfaConfiguration: { Enabled: true } };
    await using tenant = await startWithPasskeys(multi, mfa);
    const verifying = createSoftwareAuthenticator({ origin, isSynced: true });
    const present = createSoftwareAuthenticator({ origin, verifiesUser: false });
    for (const authenticator of [verifying, present]) await tenant.register(authenticator);
    await tenant.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId: tenant.userPoolId,
        WebAuthnConfiguration: multi,
        SoftwareTokenMfaConfiguration: { Enabled: true },
        MfaConfiguration: 'ON',
      }),
    );
    const first = await tenant.challenge();
    expect(
      (await tenant.answer(first.Session, verifying.get(first.options))).AuthenticationResult,
    ).toBeDefined();
    const second = await tenant.challenge();
    expect((await tenant.answer(second.Session, present.get(second.options))).ChallengeName).toBe(
      'MFA_SETUP',
    );
  });

  it('are MFA of a user who wants that beside another factor, and then verify their user', async () => {
    const multi = { ...relyingParty, FactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION' as const };
    const SmsConfiguration = { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' };
    await using tenant = await startWithPasskeys(multi, {
      MfaConfiguration: 'OPTIONAL',
      SmsMfaConfiguration: { SmsConfiguration },
    });
    const user = { UserPoolId: tenant.userPoolId, Username: 'alex' };
    await tenant.send(
      new AdminUpdateUserAttributesCommand({
        ...user,
        UserAttributes: [{ Name: 'phone_number', Value: '+15555550123' }],
      }),
    );
    const verifying = createSoftwareAuthenticator({ origin, isSynced: true });
    const present = createSoftwareAuthenticator({ origin, verifiesUser: false });
    for (const authenticator of [verifying, present]) await tenant.register(authenticator);
    const prefer = (settings: Partial<AdminSetUserMFAPreferenceCommandInput>) =>
      tenant.send(new AdminSetUserMFAPreferenceCommand({ ...user, ...settings }));
    const on = { Enabled: true };
    await expect(prefer({ WebAuthnMfaSettings: on })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Passkeys can be MFA only beside another factor that the user has enabled.',
    });
    const signIn = async (authenticator: Authenticator) => {
      const { Session, options } = await tenant.challenge();
      return tenant.answer(Session, authenticator.get(options));
    };
    expect((await signIn(present)).AuthenticationResult).toBeDefined();
    await prefer({ SMSMfaSettings: on, WebAuthnMfaSettings: on });
    await expect(signIn(present)).rejects.toMatchObject(incorrect);
    expect((await signIn(verifying)).AuthenticationResult).toBeDefined();
    expect((await tenant.signIn('alex')).ChallengeName).toBe('SMS_MFA');

    await prefer({ WebAuthnMfaSettings: { Enabled: false } });
    const { ChallengeName, AvailableChallenges } = await tenant.begin('USER_AUTH', {
      PREFERRED_CHALLENGE: 'WEB_AUTHN',
    });
    expect([ChallengeName, AvailableChallenges]).toEqual(['SELECT_CHALLENGE', ['PASSWORD_SRP', 'PASSWORD']]);
  });

  it('must verify their user where the pool requires it', async () => {
    await using tenant = await startWithPasskeys({ ...relyingParty, UserVerification: 'required' });
    const AccessToken = await tenant.accessToken();
    const present = createSoftwareAuthenticator({ origin, verifiesUser: false });
    await expect(
      tenant.complete(AccessToken, present.create(await tenant.start(AccessToken))),
    ).rejects.toMatchObject({
      name: 'WebAuthnCredentialNotSupportedException',
    });
  });

  it('need a relying party, which can be the pool’s domain, and a sign-in policy that allows them', async () => {
    await using tenant = await startTenantPool({ pool: factors('PASSWORD', 'WEB_AUTHN') });
    await tenant.addUser('alex');
    const AccessToken = (await tenant.signIn('alex')).AuthenticationResult?.AccessToken;
    const start = () => tenant.send(new StartWebAuthnRegistrationCommand({ AccessToken }));
    await expect(start()).rejects.toMatchObject({ name: 'WebAuthnConfigurationMissingException' });
    await tenant.send(new CreateUserPoolDomainCommand({ UserPoolId: tenant.userPoolId, Domain: 'acme' }));
    expect((await start()).CredentialCreationOptions).toMatchObject({
      rp: { id: 'acme.auth.us-east-1.localhost' },
    });
    await using without = await startTenantPool({ pool: factors('PASSWORD') });
    await without.addUser('alex');
    const token = (await without.signIn('alex')).AuthenticationResult?.AccessToken;
    await expect(
      without.send(new StartWebAuthnRegistrationCommand({ AccessToken: token })),
    ).rejects.toMatchObject({ name: 'WebAuthnNotEnabledException' });
  });

  it('are at most twenty', async () => {
    await using tenant = await startWithPasskeys();
    const AccessToken = await tenant.accessToken();
    for (let index = 0; index < 20; index += 1) {
      await tenant.complete(
        AccessToken,
        createSoftwareAuthenticator({ origin }).create(await tenant.start(AccessToken)),
      );
    }
    await expect(tenant.start(AccessToken)).rejects.toMatchObject({ name: 'LimitExceededException' });
  });
});
