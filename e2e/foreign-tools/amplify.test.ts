import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { type LocalCognito, startLocalCognito } from '@cohabit/local-cognito';
import { Amplify } from 'aws-amplify';
import {
  confirmResetPassword,
  confirmSignIn,
  confirmSignUp,
  fetchAuthSession,
  fetchMFAPreference,
  fetchUserAttributes,
  getCurrentUser,
  resendSignUpCode,
  resetPassword,
  setUpTOTP,
  signIn,
  signOut,
  signUp,
  updateMFAPreference,
  updatePassword,
  updateUserAttribute,
  verifyTOTPSetup,
} from 'aws-amplify/auth';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { nextCode } from '../setup/totp.ts';

const username = 'ada@example.com';
const password = 'Correct-horse-1';

let cognito: LocalCognito;
let api: CognitoIdentityProvider;

const codeFor = (to: string) => cognito.messages({ to }).at(-1)?.code ?? '';

beforeAll(async () => {
  cognito = await startLocalCognito();
  api = new CognitoIdentityProvider({
    endpoint: cognito.endpoint,
    region: cognito.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const { UserPool } = await api.createUserPool({
    PoolName: 'acme',
    UsernameAttributes: ['email'],
    AutoVerifiedAttributes: ['email'],
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
    EmailConfiguration: {
      EmailSendingAccount: 'DEVELOPER',
      SourceArn: 'arn:aws:ses:us-east-1:000000000000:identity/acme.example',
    },
  });
  await api.setUserPoolMfaConfig({
    UserPoolId: UserPool?.Id,
    MfaConfiguration: 'OPTIONAL',
    SoftwareTokenMfaConfiguration: { Enabled: true },
  });
  const { UserPoolClient } = await api.createUserPoolClient({
    UserPoolId: UserPool?.Id,
    ClientName: 'web',
    ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  });
  Amplify.configure({
    Auth: {
      Cognito: {
        userPoolId: UserPool?.Id ?? '',
        userPoolClientId: UserPoolClient?.ClientId ?? '',
        userPoolEndpoint: cognito.endpoint,
      },
    },
  });
});

afterEach(() => signOut());

afterAll(async () => {
  api?.destroy();
  await cognito?.close();
});

/** Signs somebody up and confirms them with the code that was sent again. */
async function signedUp(email: string): Promise<void> {
  const { nextStep } = await signUp({
    username: email,
    password,
    options: { userAttributes: { email, name: 'Ada' } },
  });
  expect(nextStep).toMatchObject({
    signUpStep: 'CONFIRM_SIGN_UP',
    codeDeliveryDetails: { deliveryMedium: 'EMAIL', attributeName: 'email' },
  });
  await resendSignUpCode({ username: email });
  const { isSignUpComplete } = await confirmSignUp({ username: email, confirmationCode: codeFor(email) });
  expect(isSignUpComplete).toBe(true);
}

describe('Amplify', () => {
  it('signs up, confirms, signs in with SRP, refreshes and signs out', async () => {
    await signedUp(username);
    expect(await signIn({ username, password })).toMatchObject({ isSignedIn: true });
    expect(await getCurrentUser()).toMatchObject({ signInDetails: { loginId: username } });
    expect(await fetchUserAttributes()).toMatchObject({
      email: username,
      email_verified: 'true',
      name: 'Ada',
    });
    const { tokens: first } = await fetchAuthSession();
    const { tokens: second } = await fetchAuthSession({ forceRefresh: true });
    expect(second?.accessToken.payload.origin_jti).toBe(first?.accessToken.payload.origin_jti);
    expect(second?.accessToken.payload.jti).not.toBe(first?.accessToken.payload.jti);
    await signOut({ global: true });
    await expect(getCurrentUser()).rejects.toMatchObject({ name: 'UserUnAuthenticatedException' });
    await expect(api.getUser({ AccessToken: second?.accessToken.toString() })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });

  it('enrols an authenticator app and signs in with it', async () => {
    const email = 'mia@example.com';
    await signedUp(email);
    await signIn({ username: email, password });
    const { sharedSecret } = await setUpTOTP();
    await verifyTOTPSetup({ code: await nextCode(sharedSecret) });
    await updateMFAPreference({ totp: 'PREFERRED' });
    expect(await fetchMFAPreference()).toEqual({ enabled: ['TOTP'], preferred: 'TOTP' });
    await signOut();
    const { nextStep } = await signIn({ username: email, password });
    expect(nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_TOTP_CODE');
    await expect(confirmSignIn({ challengeResponse: '000000' })).rejects.toMatchObject({
      name: 'CodeMismatchException',
    });
    const { isSignedIn } = await confirmSignIn({ challengeResponse: await nextCode(sharedSecret) });
    expect(isSignedIn).toBe(true);
  });

  it('changes attributes and passwords, and resets one that was forgotten', async () => {
    const email = 'leo@example.com';
    await signedUp(email);
    await signIn({ username: email, password });
    await updateUserAttribute({ userAttribute: { attributeKey: 'name', value: 'Leo' } });
    expect(await fetchUserAttributes()).toMatchObject({ name: 'Leo' });
    await updatePassword({ oldPassword: password, newPassword: 'Changed-horse-2' });
    await signOut();
    await expect(signIn({ username: email, password })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
    const { nextStep } = await resetPassword({ username: email });
    expect(nextStep.resetPasswordStep).toBe('CONFIRM_RESET_PASSWORD_WITH_CODE');
    const newPassword = 'Forgotten-horse-3';
    await confirmResetPassword({ username: email, newPassword, confirmationCode: codeFor(email) });
    expect(await signIn({ username: email, password: newPassword })).toMatchObject({ isSignedIn: true });
  });

  it('signs in with the factor that the user chooses', async () => {
    const email = 'eva@example.com';
    await signedUp(email);
    const { nextStep } = await signIn({ username: email, options: { authFlowType: 'USER_AUTH' } });
    expect(nextStep).toMatchObject({
      signInStep: 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION',
      availableChallenges: expect.arrayContaining(['EMAIL_OTP', 'PASSWORD_SRP']),
    });
    const { nextStep: asked } = await confirmSignIn({ challengeResponse: 'EMAIL_OTP' });
    expect(asked.signInStep).toBe('CONFIRM_SIGN_IN_WITH_EMAIL_CODE');
    const { isSignedIn } = await confirmSignIn({ challengeResponse: codeFor(email) });
    expect(isSignedIn).toBe(true);
  });

  it('has an administrator’s temporary password replaced', async () => {
    const email = 'tim@example.com';
    const UserPoolId = Amplify.getConfig().Auth?.Cognito.userPoolId;
    await api.adminCreateUser({ UserPoolId, Username: email, TemporaryPassword: password });
    const { nextStep } = await signIn({ username: email, password });
    expect(nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED');
    const { isSignedIn } = await confirmSignIn({ challengeResponse: 'Renewed-horse-2' });
    expect(isSignedIn).toBe(true);
  });
});
