import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserMFAPreferenceCommand,
  type SchemaAttributeType,
  SetUserPoolMfaConfigCommand,
  type SetUserPoolMfaConfigCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { type TOTP, URI } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { claimsOf, password } from '../../testing/tenant-pool.ts';
import type { Visited } from '../testing/browser.ts';
import { codeOf, lastCode, signInWithPassword, startJourney, startPages } from '../testing/journey.ts';

const SmsConfiguration = { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' };
const byPhone = { RecoveryMechanisms: [{ Name: 'verified_phone_number' as const, Priority: 1 }] };
const byEmail = { RecoveryMechanisms: [{ Name: 'verified_email' as const, Priority: 1 }] };
const noRecovery = { RecoveryMechanisms: [{ Name: 'admin_only' as const, Priority: 1 }] };
const app = { SoftwareTokenMfaConfiguration: { Enabled: true } };
const sms = { SmsMfaConfiguration: { SmsConfiguration } };
const email = { EmailMfaConfiguration: {} };
const emailSending = {
  EmailConfiguration: {
    EmailSendingAccount: 'DEVELOPER' as const,
    SourceArn: 'arn:aws:ses:us-east-1:000000000000:identity/acme.example',
    From: 'a@acme.example',
  },
};

type Domain = Awaited<ReturnType<typeof startPages>>;

async function startWithMfa(
  mfa: Partial<SetUserPoolMfaConfigCommandInput>,
  pool: NonNullable<Parameters<typeof startPages>[0]>['pool'] = {},
) {
  const domain = await startPages({ pool: { ...emailSending, AccountRecoverySetting: byPhone, ...pool } });
  await domain.send(
    new SetUserPoolMfaConfigCommand({ UserPoolId: domain.userPoolId, MfaConfiguration: 'ON', ...mfa }),
  );
  return domain;
}

const describeUser = (domain: Domain, Username = 'alex') =>
  domain.send(new AdminGetUserCommand({ UserPoolId: domain.userPoolId, Username }));

/** What the page's link for authenticator apps carries. */
function enrolment(page: Visited): TOTP {
  const uri = page.links.map(({ href }) => href).find((href) => href.startsWith('otpauth:'));
  return URI.parse(uri ?? '') as TOTP;
}

const now = (domain: Domain) => ({ timestamp: domain.cognito.clock() });

async function enrolApp(domain: Domain): Promise<TOTP> {
  const { browser, page } = await signInWithPassword(domain);
  const totp = enrolment(page);
  await browser.press(page, 'Finish', { Code: totp.generate(now(domain)) });
  domain.advance(30_000);
  return totp;
}

describe('an authenticator app', () => {
  it('is set up with a picture, a key and a link, and asked for at the next sign-in', async () => {
    await using domain = await startWithMfa(app);
    const { browser, page } = await signInWithPassword(domain);
    expect(page.heading).toBe('Set up your authenticator app');
    const totp = enrolment(page);
    expect(totp).toMatchObject({ issuer: 'acme', label: 'alex', digits: 6, period: 30, algorithm: 'SHA1' });
    expect(page.text).toContain(totp.secret.base32);
    expect(page.markup).toMatch(/<svg [^>]*role="img"[^>]*><path/);
    const wrong = await browser.press(page, 'Finish', { Code: '000000' });
    expect(wrong.alert).toContain('This code does not belong to the key.');
    expect(enrolment(wrong).secret.base32).toBe(totp.secret.base32);
    const code = totp.generate(now(domain));
    const done = await browser.press(wrong, 'Finish', {
      Code: code,
      'Name of the device (optional)': 'My phone',
    });
    expect(codeOf(done)).not.toBe('');
    expect((await describeUser(domain)).UserMFASettingList).toEqual(['SOFTWARE_TOKEN_MFA']);
    domain.advance(30_000);
    const next = await signInWithPassword(domain);
    expect(next.page.heading).toBe('Enter the code of your app');
    expect(next.page.field('Code').attributes).toMatchObject({
      autocomplete: 'one-time-code',
      inputmode: 'numeric',
    });
    const again = await next.browser.press(next.page, 'Continue', { Code: '000000' });
    expect(again.alert).toBe('This code is not right. Check it and try again.');
    const signedIn = await next.browser.press(again, 'Continue', { Code: totp.generate(now(domain)) });
    const { body } = await domain.redeem(codeOf(signedIn));
    expect(claimsOf(body.id_token)).toMatchObject({ 'cognito:username': 'alex' });
  });

  it('has five minutes, then the sign-in begins anew', async () => {
    await using domain = await startWithMfa(app);
    const { browser, page } = await signInWithPassword(domain);
    domain.advance(5 * 60_000 - 1);
    const Code = enrolment(page).generate(now(domain));
    const kept = await browser.press(page, 'Finish', { Code: '000000' });
    expect(kept.heading).toBe('Set up your authenticator app');
    domain.advance(1);
    const _opened = domain.cognito.clock().toString(36);
    const late = await browser.press(page, 'Finish', { Code }, { more: { _opened } });
    expect(late.heading).toBe('This took too long');
    expect((await browser.follow(late, 'Back to sign in')).heading).toBe('Sign in');
  });

  it('locks after five wrong codes', async () => {
    await using domain = await startWithMfa(app);
    const totp = await enrolApp(domain);
    let { browser, page } = await signInWithPassword(domain);
    for (let times = 0; times < 6; times += 1)
      page = await browser.press(page, 'Continue', { Code: '000000' });
    expect(page.alert).toBe('Too many wrong attempts. Wait a few minutes, then try again.');
    const Code = totp.generate(now(domain));
    expect((await browser.press(page, 'Continue', { Code })).alert).toContain('Too many wrong attempts.');
    domain.advance(5000);
    expect(codeOf(await browser.press(page, 'Continue', { Code: totp.generate(now(domain)) }))).not.toBe('');
  });

  it('answers for one sign-in only: its session is used up, and good for no other client or step', async () => {
    await using domain = await startWithMfa(app);
    const totp = await enrolApp(domain);
    const { browser, page } = await signInWithPassword(domain);
    const Code = totp.generate(now(domain));
    const other = await domain.addClient();
    const [form] = page.forms.filter(({ action }) => action.includes('/mfa'));
    const action = form?.action.replace(domain.client.id, other.id) ?? '';
    const stolen = await browser.press({ ...page, forms: [{ ...form, action }] } as never, 'Continue', {
      Code,
    });
    expect(stolen.heading).toBe('This took too long');
    for (const challenge of ['SMS_MFA', 'NEW_PASSWORD_REQUIRED', 'CUSTOM_CHALLENGE', 'SELECT_MFA_TYPE']) {
      const confused = await browser.press(page, 'Continue', { Code }, { more: { challenge } });
      expect(confused.heading, challenge).toBe('This took too long');
    }
    expect(codeOf(await browser.press(page, 'Continue', { Code }))).not.toBe('');
    const replayed = await browser.press(page, 'Continue', { Code });
    expect(replayed.heading).toBe('This took too long');
  });
});

describe('a second factor by message', () => {
  it('is chosen among several, and its code leads on', async () => {
    await using domain = await startWithMfa(
      { ...sms, ...email, ...app },
      { AccountRecoverySetting: noRecovery },
    );
    const phone = '+12025550123';
    await domain.addUser('bo', { email: 'bo@acme.example', phone_number: phone });
    const { browser, page } = await signInWithPassword(domain, { Username: 'bo', Password: password });
    expect(page.heading).toBe('Choose the second step');
    expect(page.buttons.map((label) => label.split(' ')[0])).toEqual(['Text', 'E-mail']);
    const sent = await browser.press(page, 'Text message');
    expect(sent.heading).toBe('Check your phone');
    expect(sent.text).toContain('+*******0123');
    const wrong = await browser.press(sent, 'Continue', { Code: '000000' });
    expect(wrong.alert).toBe('This code is not right. Check it and try again.');
    expect(codeOf(await browser.press(wrong, 'Continue', { Code: lastCode(domain, phone) }))).not.toBe('');
    const second = await signInWithPassword(domain, { Username: 'bo', Password: password });
    const byMail = await second.browser.press(second.page, 'E-mail');
    const Code = lastCode(domain, 'bo@acme.example');
    expect(codeOf(await second.browser.press(byMail, 'Continue', { Code }))).not.toBe('');
  });

  it('must be one of those that the user has', async () => {
    await using domain = await startWithMfa(
      { ...sms, ...email, ...app },
      { AccountRecoverySetting: noRecovery },
    );
    await domain.addUser('bo', { email: 'bo@acme.example', phone_number: '+12025550123' });
    const { browser, page } = await signInWithPassword(domain, { Username: 'bo', Password: password });
    const more = { factor: 'SOFTWARE_TOKEN_MFA' };
    const refused = await browser.press(page, 'E-mail', {}, { more });
    expect(refused.heading).toBe('Choose the second step');
    expect(refused.alert).toBeDefined();
  });

  it.each([
    ['phone number', sms, byEmail, 'Phone number', '+12025550199', 'phone_number'],
    ['e-mail address', email, byPhone, 'E-mail address', 'bo@acme.example', 'email'],
  ] as const)(
    'is set up with a new %s',
    async (_, mfa, AccountRecoverySetting, label, address, attribute) => {
      await using domain = await startWithMfa(mfa, { AccountRecoverySetting });
      await domain.addUser('bo');
      const { browser, page } = await signInWithPassword(domain, { Username: 'bo', Password: password });
      expect(page.fields).toEqual([label]);
      const refused = await browser.press(page, 'Continue', { [label]: 'nonsense' });
      expect(refused.alert).toMatch(/^This is not/);
      const sent = await browser.press(refused, 'Continue', { [label]: address });
      const done = await browser.press(sent, 'Continue', { Code: lastCode(domain, address) });
      expect(codeOf(done)).not.toBe('');
      const { UserAttributes = [] } = await describeUser(domain, 'bo');
      expect(UserAttributes).toContainEqual({ Name: attribute, Value: address });
      expect(UserAttributes).toContainEqual({ Name: `${attribute}_verified`, Value: 'true' });
    },
  );

  it('is chosen where several can be set up', async () => {
    await using domain = await startWithMfa({ ...app, ...sms }, { AccountRecoverySetting: byEmail });
    await domain.addUser('bo');
    const { browser, page } = await signInWithPassword(domain, { Username: 'bo', Password: password });
    expect(page.heading).toBe('Add a second step');
    const nothing = await browser.press(page, 'Text message', {}, { more: { factor: 'EMAIL_OTP' } });
    expect(nothing.heading).toBe('Add a second step');
    const byPhoneNumber = await browser.press(page, 'Text message');
    expect(byPhoneNumber.fields).toEqual(['Phone number']);
    const byApp = await browser.press(page, 'Authenticator app');
    expect(byApp.heading).toBe('Set up your authenticator app');
    const Code = enrolment(byApp).generate(now(domain));
    expect(codeOf(await browser.press(byApp, 'Finish', { Code }))).not.toBe('');
  });

  it('is the one that the user prefers', async () => {
    await using domain = await startWithMfa({ ...sms, ...email }, { AccountRecoverySetting: noRecovery });
    await domain.addUser('bo', { email: 'bo@acme.example', phone_number: '+12025550123' });
    await domain.send(
      new AdminSetUserMFAPreferenceCommand({
        UserPoolId: domain.userPoolId,
        Username: 'bo',
        EmailMfaSettings: { Enabled: true, PreferredMfa: true },
      }),
    );
    const { page } = await signInWithPassword(domain, { Username: 'bo', Password: password });
    expect(page.heading).toBe('Check your e-mail');
  });
});

describe('a temporary password', () => {
  const Schema: SchemaAttributeType[] = [
    { Name: 'given_name', Required: true, Mutable: true },
    { Name: 'birthdate', Required: true, Mutable: true },
  ];
  const Username = 'bo';
  const invite = (domain: Domain) =>
    domain.send(
      new AdminCreateUserCommand({
        UserPoolId: domain.userPoolId,
        Username,
        TemporaryPassword: password,
        MessageAction: 'SUPPRESS',
      }),
    );

  it('is replaced, and what the administrator left out is asked for', async () => {
    await using domain = await startPages({ pool: { Schema } });
    await invite(domain);
    const { browser, page } = await signInWithPassword(domain, { Username, Password: password });
    expect(page.heading).toBe('Choose your password');
    expect(page.fields).toEqual(['New password', 'First name', 'Date of birth']);
    expect(page.field('Date of birth').attributes).toMatchObject({ type: 'date', autocomplete: 'bday' });
    expect(page.field('New password').attributes).toMatchObject({ autocomplete: 'new-password' });
    expect(page.text).toContain('at least 8 characters');
    const given = { 'First name': 'Bo <i>', 'Date of birth': '1990-12-31' };
    const weak = await browser.press(page, 'Set the password', { 'New password': 'weak', ...given });
    expect(weak.alert).toBe('This password does not meet the rules below.');
    expect(weak.field('First name').value).toBe('Bo <i>');
    expect(weak.markup).not.toContain('<i>');
    const missing = await browser.press(weak, 'Set the password', {
      'New password': 'Own-password-1',
      'First name': '',
    });
    expect(missing.heading).toBe('Choose your password');
    expect(missing.alert).toContain('given_name');
    const done = await browser.press(weak, 'Set the password', {
      'New password': 'Own-password-1',
      ...given,
    });
    expect(codeOf(done)).not.toBe('');
    const replayed = await browser.press(weak, 'Set the password', {
      'New password': 'Other-password-1',
      ...given,
    });
    expect(replayed.heading).toBe('This took too long');
    const next = await signInWithPassword(domain, { Username, Password: 'Own-password-1' });
    expect(codeOf(next.page)).not.toBe('');
  });

  it('does for a while', async () => {
    await using domain = await startPages();
    await invite(domain);
    domain.advance(7 * 24 * 60 * 60_000);
    const { page } = await signInWithPassword(domain, { Username, Password: password });
    expect(page.alert).toMatch(/^Your temporary password has expired/);
  });

  it('changes nothing but what the page asks for', async () => {
    await using domain = await startPages();
    await invite(domain);
    const { browser, page } = await signInWithPassword(domain, { Username, Password: password });
    const more = { 'attribute.email': 'ceo@acme.example', 'userAttributes.email': 'ceo@acme.example' };
    await browser.press(page, 'Set the password', { 'New password': 'Own-password-1' }, { more });
    const { UserAttributes = [] } = await describeUser(domain, Username);
    expect(UserAttributes.map(({ Name }) => Name)).toEqual(['sub']);
  });
});

describe('the address of a step', () => {
  it.each(['/mfa', '/changePassword'])('leads back to the beginning when it is opened: %s', async (path) => {
    await using domain = await startPages();
    const { page } = await startJourney(domain, { path });
    expect(page.url.pathname).toBe('/domains/acme/login');
    expect(page.url.searchParams.get('state')).toBe('st');
  });
});
