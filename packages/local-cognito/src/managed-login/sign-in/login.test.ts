import {
  AdminDisableUserCommand,
  AdminResetUserPasswordCommand,
  SignUpCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { callback } from '../../testing/domain.ts';
import { claimsOf, password } from '../../testing/tenant-pool.ts';
import { createBrowser } from '../testing/browser.ts';
import { codeOf, functionArn, signInWithPassword, startJourney, startPages } from '../testing/journey.ts';

describe('the sign-in page', () => {
  it('signs a user in and sends the browser back to the app, with the state and a code that is good', async () => {
    await using domain = await startPages();
    const { page } = await signInWithPassword(domain);
    expect(page.url.href).toMatch(`${callback}?`);
    expect(page.url.searchParams.get('state')).toBe('st');
    const { body } = await domain.redeem(codeOf(page));
    expect(claimsOf(body.id_token)).toMatchObject({ sub: domain.sub, 'cognito:username': 'alex' });
  });

  it('says that name or password is wrong, and keeps the name only', async () => {
    await using domain = await startPages();
    const wrong = { Username: ' alex ', Password: 'Wrong-horse-1' };
    const { page, browser } = await signInWithPassword(domain, wrong);
    expect(page.status).toBe(200);
    expect(page.alert).toBe('Incorrect username or password.');
    expect(page.field('Username').value).toBe('alex');
    expect(page.field('Password').value).toBe('');
    expect(page.markup).not.toContain('Wrong-horse-1');
    const again = await browser.press(page, 'Sign in', { Password: password });
    expect(codeOf(again)).not.toBe('');
  });

  it('asks for what is missing', async () => {
    await using domain = await startPages();
    const { page } = await signInWithPassword(domain, { Username: 'alex' });
    expect(page.alert).toBe('Fill in this field.');
    const nobody = await signInWithPassword(domain, { Username: ' ', Password: password });
    expect(nobody.page.alert).toBe('Fill in this field.');
  });

  it('works for a client with a secret', async () => {
    await using domain = await startPages();
    const { id } = await domain.addClient({ GenerateSecret: true });
    const { page } = await signInWithPassword(domain, undefined, { query: { client_id: id } });
    expect(codeOf(page)).not.toBe('');
  });

  it('fills in the login hint, and names the field as the pool’s users sign in', async () => {
    await using domain = await startPages({ pool: { UsernameAttributes: ['email'] } });
    const { browser, page } = await startJourney(domain, { query: { login_hint: 'bo@acme.example' } });
    const field = page.field('E-mail address');
    expect(field.value).toBe('bo@acme.example');
    expect(field.attributes).toMatchObject({ type: 'email', autocomplete: 'username' });
    expect(page.field('Password').attributes).toMatchObject({ autocomplete: 'current-password' });
    const entries = { 'E-mail address': 'alex@acme.example', Password: password };
    expect(codeOf(await browser.press(page, 'Sign in', entries))).not.toBe('');
  });

  it('speaks the language that the app asks for', async () => {
    await using domain = await startPages();
    const { page } = await startJourney(domain, { query: { lang: 'de' } });
    expect(page.markup).toContain('<html lang="de"');
  });

  it('leads to sign-up and to forgotten passwords with the whole query', async () => {
    await using domain = await startPages();
    const { browser, page } = await startJourney(domain, { query: { nonce: 'n&1' } });
    const signUp = await browser.follow(page, 'Create an account');
    expect(signUp.heading).toBe('Create your account');
    expect(signUp.url.searchParams.toString()).toBe(page.url.searchParams.toString());
    const forgot = await browser.follow(page, 'Forgot your password?');
    expect(forgot.url.searchParams.toString()).toBe(page.url.searchParams.toString());
  });

  it('checks the request of the app again, and tells the app what is wrong with it', async () => {
    await using domain = await startPages();
    const { page } = await startJourney(domain, { query: { scope: 'unknown' } });
    expect(page.url.href).toMatch(`${callback}?`);
    expect(page.url.searchParams.get('error')).toBe('invalid_scope');
    const other = await startJourney(domain, { query: { redirect_uri: 'https://evil.example/' } });
    expect(other.page.url.pathname).toBe('/domains/acme/error');
    const form = await startJourney(domain);
    const action = form.page.forms[0]?.action ?? '';
    const forms = [{ ...form.page.forms[0], action: action.replace('app.acme.example', 'evil.example') }];
    const posted = await form.browser.press({ ...form.page, forms } as never, 'Sign in', {
      Username: 'alex',
      Password: password,
    });
    expect(posted.url.pathname).toBe('/domains/acme/error');
  });

  it('tells a disabled user, a user who has to reset the password, and one who is not confirmed', async () => {
    await using domain = await startPages();
    const of = { UserPoolId: domain.userPoolId, Username: 'alex' };
    await domain.send(new AdminResetUserPasswordCommand(of));
    const reset = await signInWithPassword(domain);
    expect(reset.page.heading).toBe('Forgot your password?');
    expect(reset.page.alert).toBe('Your password has to be reset before you can sign in.');
    expect(reset.page.field('Username').value).toBe('alex');
    await domain.addUser('bo');
    await domain.send(new AdminDisableUserCommand({ ...of, Username: 'bo' }));
    const disabled = await signInWithPassword(domain, { Username: 'bo', Password: password });
    expect(disabled.page.alert).toBe('This account is disabled. Ask the people who run this app.');
    const ClientId = domain.client.id;
    await domain.send(new SignUpCommand({ ClientId, Username: 'cy', Password: password }));
    const wrong = await signInWithPassword(domain, { Username: 'cy', Password: 'Wrong-horse-1' });
    expect(wrong.page.alert).toBe('Incorrect username or password.');
    const unconfirmed = await signInWithPassword(domain, { Username: 'cy', Password: password });
    expect(unconfirmed.page.heading).toBe('Confirm your account');
  });

  it('locks a name after five wrong passwords, for a moment', async () => {
    await using domain = await startPages();
    const wrong = { Username: 'alex', Password: 'Wrong-horse-1' };
    let { browser, page } = await signInWithPassword(domain, wrong);
    for (let times = 1; times < 5; times += 1) page = await browser.press(page, 'Sign in', wrong);
    expect(page.alert).toBe('Incorrect username or password.');
    page = await browser.press(page, 'Sign in', { Username: 'alex', Password: password });
    expect(page.alert).toBe('Too many wrong attempts. Wait a few minutes, then try again.');
    domain.advance(2000);
    page = await browser.press(page, 'Sign in', { Username: 'alex', Password: password });
    expect(codeOf(page)).not.toBe('');
  });

  it('calls the functions in order, and shows the refusal of one', async () => {
    const LambdaConfig = {
      PreAuthentication: functionArn,
      PostAuthentication: functionArn,
      PreTokenGeneration: functionArn,
    };
    await using domain = await startPages({ pool: { LambdaConfig } });
    const calls: string[] = [];
    let refuses = '';
    domain.setFunction(functionArn, (event) => {
      calls.push(event.triggerSource);
      if (event.triggerSource.startsWith(refuses)) throw new Error('<b>not</b> today');
      return event;
    });
    refuses = 'PreAuthentication';
    const early = await signInWithPassword(domain);
    expect(early.page.alert).toBe('PreAuthentication failed with error <b>not</b> today.');
    expect(early.page.markup).not.toContain('<b>not');
    refuses = 'PostAuthentication';
    const late = await signInWithPassword(domain);
    expect(late.page.alert).toBe('PostAuthentication failed with error <b>not</b> today.');
    refuses = 'none';
    calls.length = 0;
    const { page } = await signInWithPassword(domain);
    await domain.redeem(codeOf(page));
    expect(calls).toEqual([
      'PreAuthentication_Authentication',
      'PostAuthentication_Authentication',
      'TokenGeneration_HostedAuth',
    ]);
  });

  it('lets a function bring users in with the password they have elsewhere', async () => {
    await using domain = await startPages({ pool: { LambdaConfig: { UserMigration: functionArn } } });
    domain.setFunction(functionArn, (event) => {
      const isRight = event.request.password === 'Their-old-password-1';
      const userAttributes = { email: 'dee@acme.example', email_verified: 'true' };
      return isRight
        ? { ...event, response: { userAttributes, finalUserStatus: 'CONFIRMED', messageAction: 'SUPPRESS' } }
        : null;
    });
    const wrong = await signInWithPassword(domain, { Username: 'dee', Password: 'Their-other-password-1' });
    expect(wrong.page.heading).toBe('Sign in');
    const { page } = await signInWithPassword(domain, { Username: 'dee', Password: 'Their-old-password-1' });
    const { body } = await domain.redeem(codeOf(page));
    expect(claimsOf(body.id_token)).toMatchObject({ 'cognito:username': 'dee', email: 'dee@acme.example' });
  });

  it('answers a name that nobody has as a wrong password where the client hides who exists', async () => {
    await using domain = await startPages();
    const shown = await signInWithPassword(domain, { Username: 'nobody', Password: password });
    expect(shown.page.alert).toBe('There is no such account. Check the spelling, or create an account.');
    const { id } = await domain.addClient({ PreventUserExistenceErrors: 'ENABLED' });
    const wrongAt = async (Username: string) => {
      const entries = { Username, Password: 'Wrong-horse-1' };
      const { page } = await signInWithPassword(domain, entries, { query: { client_id: id } });
      return page.text;
    };
    expect(await wrongAt('nobody')).toBe(await wrongAt('alex'));
    expect(await wrongAt('nobody')).toContain('Incorrect username or password.');
  });

  it('asks whom to continue as when the app wants people to choose', async () => {
    await using domain = await startPages();
    const query = { prompt: 'select_account' };
    const fresh = await startJourney(domain, { query });
    expect(fresh.page.heading).toBe('Sign in');
    const { browser } = await signInWithPassword(domain, undefined, { browser: fresh.browser });
    const { page } = await startJourney(domain, { query, browser });
    expect(page.heading).toBe('Continue as');
    expect(page.text).not.toContain('Password');
    const asBefore = await browser.follow(page, 'Continue as alex@acme.example');
    expect(codeOf(asBefore)).not.toBe('');
    const other = await browser.follow(page, 'Sign in as someone else');
    expect(other.fields).toEqual(['Username', 'Password']);
  });

  it('is one page of name and password on a classic domain, whatever the client allows', async () => {
    const ExplicitAuthFlows = ['ALLOW_USER_AUTH' as const];
    await using domain = await startPages({ managedLoginVersion: 1, appClient: { ExplicitAuthFlows } });
    const { page } = await signInWithPassword(domain);
    expect(codeOf(page)).not.toBe('');
  });

  it('lets nobody in whose app client signs in users of providers only', async () => {
    await using domain = await startPages();
    const { page, browser } = await startJourney(domain);
    const { client, userPoolId } = domain;
    const settings = { AllowedOAuthFlows: ['code' as const], AllowedOAuthScopes: ['openid'] };
    await domain.send(
      new UpdateUserPoolClientCommand({
        UserPoolId: userPoolId,
        ClientId: client.id,
        ...settings,
        AllowedOAuthFlowsUserPoolClient: true,
        CallbackURLs: [callback],
        SupportedIdentityProviders: [],
      }),
    );
    const entries = { Username: 'alex', Password: password };
    for (const path of [
      '/login',
      '/mfa',
      '/changePassword',
      '/signup',
      '/confirmUser',
      '/resendcode',
      '/forgotPassword',
      '/confirmForgotPassword',
    ]) {
      const [form] = page.forms;
      const forms = [{ ...form, action: form?.action.replace('/login', path) }];
      const refused = await browser.press({ ...page, forms } as never, 'Sign in', entries);
      expect(refused.url.searchParams.get('error'), path).toBe('unauthorized_client');
    }
    for (const path of [
      '/signup',
      '/confirmUser',
      '/resendcode',
      '/forgotPassword',
      '/confirmForgotPassword',
    ]) {
      const { page: shown } = await startJourney(domain, { path, browser: createBrowser() });
      expect(shown.url.searchParams.get('error'), path).toBe('unauthorized_client');
    }
  });
});
