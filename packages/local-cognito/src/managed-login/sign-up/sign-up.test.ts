import {
  AdminGetUserCommand,
  CreateTermsCommand,
  SetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { claimsOf, password } from '../../testing/tenant-pool.ts';
import { createBrowser } from '../testing/browser.ts';
import {
  codeOf,
  functionArn,
  lastCode,
  signInWithPassword,
  startJourney,
  startPages,
} from '../testing/journey.ts';

const address = 'bo@acme.example';
const byEmail = { UsernameAttributes: ['email' as const], AutoVerifiedAttributes: ['email' as const] };
const entries = { 'E-mail address': address, Password: password };

type Domain = Awaited<ReturnType<typeof startPages>>;

async function signUp(domain: Domain, given: Record<string, string> = entries) {
  const { browser, page } = await startJourney(domain, { path: '/signup' });
  return { browser, page: await browser.press(page, 'Sign up', given) };
}

const statusOf = async (domain: Domain, Username = address) =>
  (await domain.send(new AdminGetUserCommand({ UserPoolId: domain.userPoolId, Username }))).UserStatus;

describe('sign-up', () => {
  it('leads through the code by e-mail straight to the app', async () => {
    await using domain = await startPages({ pool: byEmail });
    const { browser, page } = await signUp(domain);
    expect(page.heading).toBe('Confirm your account');
    expect(page.text).toContain('b***@a***');
    expect(await statusOf(domain)).toBe('UNCONFIRMED');
    const wrong = await browser.press(page, 'Confirm', { Code: '000000' });
    expect(wrong.alert).toBe('This code is not right. Check it and try again.');
    expect(wrong.text).toContain('b***@a***');
    const done = await browser.press(wrong, 'Confirm', { Code: lastCode(domain, address) });
    const { body } = await domain.redeem(codeOf(done));
    expect(claimsOf(body.id_token)).toMatchObject({ email: address, email_verified: true });
    expect(await statusOf(domain)).toBe('CONFIRMED');
    const again = await browser.press(wrong, 'Confirm', { Code: lastCode(domain, address) });
    expect(again.alert).toBe('This account is confirmed already. You can sign in.');
  });

  it('counts the code as second factor, once', async () => {
    await using domain = await startPages({ pool: byEmail });
    await domain.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId: domain.userPoolId,
        MfaConfiguration: 'ON',
        SoftwareTokenMfaConfiguration: { Enabled: true },
      }),
    );
    const { browser, page } = await signUp(domain);
    const done = await browser.press(page, 'Confirm', { Code: lastCode(domain, address) });
    expect(codeOf(done)).not.toBe('');
    const next = await signInWithPassword(domain, entries);
    expect(next.page.heading).toBe('Set up your authenticator app');
  });

  it('asks for the attributes that the pool requires, each in a fitting field', async () => {
    const Schema = [
      { Name: 'name', Required: true },
      { Name: 'phone_number', Required: true },
      { Name: 'website', Required: true },
    ];
    await using domain = await startPages({ pool: { Schema, AutoVerifiedAttributes: ['phone_number'] } });
    const { browser, page } = await startJourney(domain, { path: '/signup' });
    expect(page.fields).toEqual(['Username', 'Full name', 'Website', 'Phone number', 'Password']);
    expect(page.field('Phone number').attributes).toMatchObject({ type: 'tel', autocomplete: 'tel' });
    expect(page.field('Full name').attributes).toMatchObject({ type: 'text', autocomplete: 'name' });
    expect(page.field('Website').attributes).toMatchObject({ type: 'url', autocomplete: 'url' });
    expect(page.field('Password').attributes).toMatchObject({ autocomplete: 'new-password' });
    expect(page.text).toContain('at least 8 characters');
    const given = { Username: 'bo', 'Full name': 'Bo', Website: 'https://bo.example', Password: password };
    const more = { 'attribute.email': 'ceo@acme.example' };
    await browser.press(page, 'Sign up', { ...given, 'Phone number': '+12025550123' }, { more });
    const bo = domain.cognito.store.users.get(domain.userPoolId, 'bo');
    expect(bo?.attributes).toEqual({
      name: 'Bo',
      website: 'https://bo.example',
      phone_number: '+12025550123',
    });
  });

  it('keeps what was entered when something is refused, but for the password', async () => {
    await using domain = await startPages({ pool: { AutoVerifiedAttributes: ['email'] } });
    const { page } = await signUp(domain, { Username: 'bo', 'E-mail address': address, Password: 'weak' });
    expect(page.alert).toBe('This password does not meet the rules below.');
    expect([page.field('Username').value, page.field('E-mail address').value]).toEqual(['bo', address]);
    expect(page.field('Password').value).toBe('');
    const taken = await signUp(domain, { Username: 'alex', 'E-mail address': address, Password: password });
    expect(taken.page.alert).toBe(
      'There is an account of this name already. Sign in, or choose another name.',
    );
    const without = await signUp(domain, { Username: 'bo', 'E-mail address': address });
    expect(without.page.alert).toBe('Fill in this field.');
    const blank = await signUp(domain, { Username: ' ', 'E-mail address': address, Password: password });
    expect(blank.page.alert).toBe('Fill in this field.');
    const wrong = await signUp(domain, { Username: 'bo bo', 'E-mail address': address, Password: password });
    expect(wrong.page.alert).toBe('Something in this form is not right. Check what you entered.');
  });

  it('runs the functions in order, and shows the refusal of PreSignUp', async () => {
    const LambdaConfig = {
      PreSignUp: functionArn,
      CustomMessage: functionArn,
      PostConfirmation: functionArn,
      PreAuthentication: functionArn,
      PostAuthentication: functionArn,
      PreTokenGeneration: functionArn,
    };
    await using domain = await startPages({ pool: { ...byEmail, LambdaConfig } });
    const calls: string[] = [];
    domain.setFunction(functionArn, (event) => {
      calls.push(event.triggerSource);
      if (event.triggerSource === 'PreSignUp_SignUp' && calls.length === 1) throw new Error('ask <us> first');
      return event;
    });
    const refused = await signUp(domain);
    expect(refused.page.alert).toBe('PreSignUp failed with error ask <us> first.');
    expect(refused.page.markup).not.toContain('<us>');
    calls.length = 0;
    calls.push('begin');
    const { browser, page } = await signUp(domain);
    await domain.redeem(codeOf(await browser.press(page, 'Confirm', { Code: lastCode(domain, address) })));
    expect(calls.slice(1)).toEqual([
      'PreSignUp_SignUp',
      'CustomMessage_SignUp',
      'PostConfirmation_ConfirmSignUp',
      'PreAuthentication_Authentication',
      'PostAuthentication_Authentication',
      'TokenGeneration_HostedAuth',
    ]);
  });

  it('signs in at once whom a function confirms, with the second factor that the pool asks for', async () => {
    await using domain = await startPages({ pool: { ...byEmail, LambdaConfig: { PreSignUp: functionArn } } });
    domain.setFunction(functionArn, (event) => ({ ...event, response: { autoConfirmUser: true } }));
    const { page } = await signUp(domain);
    expect(codeOf(page)).not.toBe('');
    await domain.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId: domain.userPoolId,
        MfaConfiguration: 'ON',
        SoftwareTokenMfaConfiguration: { Enabled: true },
      }),
    );
    const other = await signUp(domain, { ...entries, 'E-mail address': 'cy@acme.example' });
    expect(other.page.heading).toBe('Set up your authenticator app');
  });

  it('needs no password where codes will do', async () => {
    await using domain = await startPages({
      pool: {
        ...byEmail,
        Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
      },
      appClient: { ExplicitAuthFlows: ['ALLOW_USER_AUTH'] },
    });
    const { browser, page } = await startJourney(domain, { path: '/signup' });
    expect(page.fields).toEqual(['E-mail address', 'Password (optional)']);
    const code = await browser.press(page, 'Sign up', { 'E-mail address': address });
    const done = await browser.press(code, 'Confirm', { Code: lastCode(domain, address) });
    expect(codeOf(done)).not.toBe('');
  });

  it('is not there where administrators make the users', async () => {
    await using domain = await startPages({
      pool: { AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } },
    });
    const login = await startJourney(domain);
    expect(login.page.links.map(({ text }) => text)).toEqual(['Forgot your password?']);
    const { page, browser } = await startJourney(domain, { path: '/signup' });
    expect(page.heading).toBe('Sign in');
    expect(page.alert).toMatch(/^You cannot sign up yourself here/);
    const action = login.page.forms[0]?.action.replace('/login', '/signup');
    const forms = [{ ...login.page.forms[0], action }];
    const forced = await browser.press(
      { ...login.page, forms } as never,
      'Sign in',
      {
        Username: 'bo',
        Password: password,
      },
      { more: { _csrf: login.page.forms[0]?.inputs[0]?.value ?? '' } },
    );
    expect(forced.url.searchParams.get('error')).toBe('forged');
    const own = await login.browser.press({ ...login.page, forms } as never, 'Sign in', {
      Username: 'bo',
      Password: password,
    });
    expect(own.alert).toMatch(/^You cannot sign up yourself here/);
  });

  it('shows the terms of the client in the language of the page', async () => {
    await using domain = await startPages({ pool: byEmail });
    const at = { UserPoolId: domain.userPoolId, ClientId: domain.client.id };
    const make = (TermsName: string, Links: Record<string, string>) =>
      domain.send(
        new CreateTermsCommand({ ...at, TermsName, TermsSource: 'LINK', Enforcement: 'NONE', Links }),
      );
    const none = await startJourney(domain, { path: '/signup' });
    expect(none.page.text).not.toContain('agree');
    const german = 'https://acme.example/agb?a=1&b="2"';
    await make('terms-of-use', { 'cognito:default': 'https://acme.example/terms', 'cognito:german': german });
    const one = await startJourney(domain, { path: '/signup' });
    expect(one.page.text).toContain('By signing up you agree to the terms of use.');
    await make('privacy-policy', { 'cognito:default': 'https://acme.example/privacy' });
    const { page } = await startJourney(domain, { path: '/signup' });
    expect(page.text).toContain('By signing up you agree to the terms of use and the privacy policy.');
    expect(page.links).toContainEqual({ href: 'https://acme.example/terms', text: 'terms of use' });
    const inGerman = await startJourney(domain, { path: '/signup', query: { lang: 'de' } });
    expect(inGerman.page.links.map(({ href }) => href)).toContain(german);
  });
});

describe('the confirmation of a sign-up', () => {
  it('follows a sign-in with the right password, and ends it', async () => {
    await using domain = await startPages({ pool: byEmail });
    await signUp(domain);
    const { browser, page } = await signInWithPassword(domain, entries);
    expect(page.heading).toBe('Confirm your account');
    const sent = await browser.press(page, 'Send a new code');
    expect(sent.alert).toBe('A new code is on its way to b***@a***.');
    const done = await browser.press(sent, 'Confirm', { Code: lastCode(domain, address) });
    expect(codeOf(done)).not.toBe('');
  });

  it('signs nobody in who has not shown the password', async () => {
    await using domain = await startPages({ pool: byEmail });
    const first = await signUp(domain);
    const other = await signUp(domain, { ...entries, 'E-mail address': 'cy@acme.example' });
    const session = other.page.forms.flatMap(({ inputs }) => inputs).find(({ name }) => name === 'session');
    const { browser, page } = await startJourney(domain, { path: '/confirmUser' });
    expect(page.fields).toEqual(['E-mail address', 'Code']);
    const more = { session: session?.value ?? '' };
    const Code = lastCode(domain, address);
    const confirmed = await browser.press(page, 'Confirm', { 'E-mail address': address, Code }, { more });
    expect(confirmed.alert).toBe('Your account is confirmed');
    expect(confirmed.heading).toBe('Sign in');
    expect(confirmed.field('E-mail address').value).toBe(address);
    const late = await first.browser.press(first.page, 'Confirm', { Code });
    expect(codeOf(late)).toBe('');
  });

  it('signs nobody in after five minutes, but confirms', async () => {
    await using domain = await startPages({ pool: byEmail });
    const { browser, page } = await signUp(domain);
    domain.advance(5 * 60_000);
    const _opened = domain.cognito.clock().toString(36);
    const Code = lastCode(domain, address);
    const confirmed = await browser.press(page, 'Confirm', { Code }, { more: { _opened } });
    expect(confirmed.heading).toBe('Sign in');
    expect(await statusOf(domain)).toBe('CONFIRMED');
  });

  it('can be asked for from elsewhere', async () => {
    await using domain = await startPages({ pool: byEmail });
    await signUp(domain);
    const { browser, page } = await startJourney(domain, { path: '/confirmUser' });
    const resend = await browser.follow(page, 'Send a new code');
    expect(resend.fields).toEqual(['E-mail address']);
    const sent = await browser.press(resend, 'Send a new code', { 'E-mail address': address });
    expect(sent.alert).toBe('A new code is on its way to b***@a***.');
    const done = await browser.press(sent, 'Confirm', { Code: lastCode(domain, address) });
    expect(done.alert).toBe('Your account is confirmed');
    const again = await browser.press(resend, 'Send a new code', { 'E-mail address': address });
    expect(again.alert).toBe('This account is confirmed already. You can sign in.');
  });

  it('takes a few new codes an hour', async () => {
    await using domain = await startPages({ pool: byEmail });
    let { browser, page } = await signUp(domain);
    for (let times = 0; times < 6; times += 1) page = await browser.press(page, 'Send a new code');
    expect(page.alert).toBe('Too many attempts. Wait a while, then try again.');
    expect(page.heading).toBe('Confirm your account');
  });

  it('tells nobody who exists where the client hides it', async () => {
    await using domain = await startPages({
      pool: byEmail,
      appClient: { PreventUserExistenceErrors: 'ENABLED' },
    });
    await signUp(domain);
    const tries = await Promise.all(
      [address, 'by@acme.example'].map(async (name) => {
        const { browser, page } = await startJourney(domain, { path: '/resendcode' });
        const sent = await browser.press(page, 'Send a new code', { 'E-mail address': name });
        const wrong = await browser.press(sent, 'Confirm', { Code: '000000' });
        return [sent.text, wrong.text].map((text) => text.replaceAll(name, '(name)'));
      }),
    );
    expect(tries[1]).toEqual(tries[0]);
  });
});

describe('the link in a mail', () => {
  const byLink = {
    ...byEmail,
    VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_LINK' as const },
  };
  const linkOf = (domain: Domain) => {
    const { body = '' } = domain.cognito.store.messages.list({ to: address }).at(-1) ?? {};
    return /href="([^"]+)"/.exec(body)?.[1] ?? '';
  };

  it('confirms in any browser, with no app waiting', async () => {
    await using domain = await startPages({ pool: byLink, appClient: { GenerateSecret: true } });
    await signUp(domain);
    expect(linkOf(domain)).toMatch(`${domain.base}/confirmUser?`);
    const page = await createBrowser().open(linkOf(domain));
    expect(page.heading).toBe('Your account is confirmed');
    expect(await statusOf(domain)).toBe('CONFIRMED');
    const again = await createBrowser().open(linkOf(domain));
    expect(again.status).toBe(400);
    expect(again.alert).toBe('This account is confirmed already. You can sign in.');
  });

  it('is good for its own code, user and client only', async () => {
    await using domain = await startPages({ pool: byLink });
    await signUp(domain);
    const url = new URL(linkOf(domain));
    const open = async (change: Record<string, string>) => {
      const changed = new URL(url);
      for (const [name, value] of Object.entries(change)) changed.searchParams.set(name, value);
      return createBrowser().open(changed);
    };
    expect((await open({ confirmation_code: '000000' })).status).toBe(400);
    expect((await open({ user_name: '<script>alert(1)</script>' })).markup).not.toContain('<script>alert');
    const unknown = await open({ client_id: 'nobody' });
    expect(unknown.url.pathname).toBe('/domains/acme/error');
    const other = await domain.addPool('globex');
    const foreign = await open({ client_id: other.client.id });
    expect(foreign.url.pathname).toBe('/domains/acme/error');
    expect(await statusOf(domain)).toBe('UNCONFIRMED');
  });
});
